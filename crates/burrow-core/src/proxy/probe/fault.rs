//! Which verdict an error of the system or of a library is.

use std::error::Error;
use std::io;

use rustls::{AlertDescription, CertificateError};

use super::known;
use super::verdict::{Fault, Note, Verdict};
use crate::proxy::Certificate;

/// Words of the system without its numbers and without a path of this machine.
pub fn plain(error: &impl ToString) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let text = text.strip_prefix("failed to lookup address information: ").unwrap_or(text);
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// There is no connection.
pub fn of_connect(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Fault::new(Verdict::Refused),
        io::ErrorKind::TimedOut => Fault::new(Verdict::TimeoutConnect),
        // No way to it, or forbidden by this machine: nobody takes the connection either.
        _ => Fault::new(Verdict::Refused).note(Note::Reason(plain(error))),
    }
}

/// A connection that stood has broken.
pub fn of_io(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::new(Verdict::CutOff),
        _ => Fault::new(Verdict::CutOff).note(Note::Reason(plain(error))),
    }
}

/// The TLS handshake has failed.
pub fn of_tls(error: &io::Error, host: &str, certificate: Option<&Certificate>) -> Fault {
    let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) else {
        return of_io(error);
    };
    let verdict = match tls {
        rustls::Error::InvalidCertificate(why) => of_certificate(why),
        // It speaks something else, HTTP most of the time.
        rustls::Error::InvalidMessage(_) => return Fault::new(Verdict::NotAProxy).note(Note::NoTls),
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => Verdict::TlsName,
        _ => Verdict::TlsUntrusted,
    };
    let fault = Fault::new(verdict);
    match (verdict, certificate) {
        (Verdict::TlsUntrusted, Some(certificate)) if known::is_public(host) => {
            fault.note(Note::Intercepted { issuer: certificate.issuer.to_string() })
        }
        (Verdict::TlsUntrusted, _)
            if !matches!(tls, rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) =>
        {
            fault.note(Note::Reason(plain(tls)))
        }
        _ => fault,
    }
}

fn of_certificate(why: &CertificateError) -> Verdict {
    match why {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Verdict::TlsExpired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Verdict::TlsName
        }
        _ => Verdict::TlsUntrusted,
    }
}

/// The question was not answered in the words of HTTP, or not to its end.
pub fn of_http(error: &hyper::Error) -> Fault {
    // The library has no other way to tell.
    if error.is_parse() && error.to_string().contains("too large") {
        return Fault::new(Verdict::TooLarge);
    }
    if error.is_parse() && !error.is_incomplete_message() {
        return Fault::new(Verdict::NotAProxy);
    }
    let mut below = error.source();
    while let Some(error) = below {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return of_io(io);
        }
        below = error.source();
    }
    Fault::new(Verdict::CutOff)
}
