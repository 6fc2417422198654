//! A module proxy or a checksum database that everybody knows shows a certificate that Go does not trust: somebody
//! between here and there opens the connection.

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};
use crate::proxy::probe::known::is_public;
use crate::proxy::probe::{Note, Probed, Verdict};
use crate::proxy::url::written_host;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let opened: Vec<&Probed> = seen.probed().iter().filter(|probed| is_opened(probed)).collect();
    let Some(first) = opened.first() else { return Ok(Vec::new()) };
    let mut hosts: Vec<String> = opened.iter().map(|probed| written_host(&probed.hop.shown)).collect();
    hosts.dedup();
    let issuer = opened.iter().find_map(|probed| issuer_of(probed));
    let evidence = opened.iter().map(|probed| {
        let by = issuer_of(probed).map(|issuer| format!(", issuer {issuer}")).unwrap_or_default();
        Evidence::fact(&format!("{}: {}{by}", probed.hop.shown, probed.verdict.id()))
    });
    let mut evidence: Vec<Evidence> = evidence.collect();
    for name in ["HTTPS_PROXY", "https_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        evidence.extend(seen.set_by(name).map(|set| Evidence::setting(name, &set.value, set.place)));
    }
    Ok(vec![Finding {
        check: CheckId::TlsIntercepted,
        severity: Severity::Error,
        subject: written_host(&first.hop.shown),
        wrong: NetworkWrong::Intercepted { hosts, issuer }.into(),
        evidence,
        // Whom a machine trusts is for its owner to say.
        fixes: Vec::new(),
    }])
}

fn is_opened(probed: &Probed) -> bool {
    let host = written_host(&probed.hop.shown);
    let name = host.split(':').next().unwrap_or_default();
    // An old certificate of its own is a matter of the clock.
    matches!(probed.verdict, Verdict::TlsUntrusted | Verdict::TlsName) && is_public(name)
}

fn issuer_of(probed: &Probed) -> Option<String> {
    let noted = probed.notes.iter().find_map(|note| match note {
        Note::Intercepted { issuer } => Some(issuer.clone()),
        _ => None,
    });
    noted.or_else(|| probed.certificate.as_ref().map(|certificate| certificate.issuer.to_string()))
}
