//! One request with these headers and no others, as a probe makes it: for who asks what a server makes of credentials.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bstr::BString;
use reqwest::Url;

use super::means::Means;
use super::question::{Read, ask};
use super::run::in_time;
use super::trace::Trace;
use super::verdict::{Fault, Verdict};
use crate::job::Cancel;
use crate::proxy::client::head_of;
use crate::proxy::settings::Settings;

/// A header. Its value may be secret.
pub type Header = (String, BString);

/// No page or list that is looked at is longer.
const MOST: usize = 4 << 20;

/// An answer. Never printed.
#[derive(Clone)]
pub struct Got {
    pub status: u16,
    headers: hyper::HeaderMap,
    pub body: BString,
}

impl Got {
    /// Its status and headers, a line each, as Go tells them to a command of GOAUTH.
    pub fn head(&self) -> String {
        let status = hyper::StatusCode::from_u16(self.status).unwrap_or_default();
        head_of(hyper::Version::HTTP_11, status, &self.headers)
    }
}

/// Asks for a URL. A login in it counts.
///
/// # Errors
/// Why there is no answer to go by.
pub fn ask_one(
    url: &Url,
    headers: Vec<Header>,
    settings: &Settings,
    limit: Duration,
    cancel: &Cancel,
) -> Result<Got, Verdict> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|_| Verdict::CutOff)?;
    let trace = Arc::new(Trace::default());
    let means = Means::bare(settings, headers);
    let (seen, url) = (Arc::clone(&trace), url.clone());
    let work = async move {
        let answer = ask(&url, Read::Whole(MOST), &means, &seen).await?;
        Ok(Got { status: answer.status, headers: answer.headers, body: answer.body.into() })
    };
    let asked = runtime.block_on(cancel.race(in_time(Instant::now() + limit, &trace, work)));
    runtime.shutdown_background();
    match asked {
        Ok(asked) => asked.map_err(|fault: Fault| fault.verdict),
        // Nobody looks at it any more.
        Err(_) => Err(Verdict::CutOff),
    }
}
