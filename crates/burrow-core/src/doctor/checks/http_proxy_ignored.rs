//! HTTP_PROXY or ALL_PROXY is set and HTTPS_PROXY is not: Go asks nearly everything by HTTPS, and looks at neither of the
//! two for that (`httpproxy.FromEnvironment`).

use bstr::ByteSlice;
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let environ = seen.environ();
    let set = |names: [&'static str; 2]| names.into_iter().find(|name| environ.set(name).is_some());
    let (http, all) = (set(["HTTP_PROXY", "http_proxy"]), set(["ALL_PROXY", "all_proxy"]));
    let nothing_through = set(["NO_PROXY", "no_proxy"]).and_then(|name| environ.set(name));
    let is_exempt = nothing_through.is_some_and(|list| list.split_str(",").any(|one| one.trim() == b"*"));
    let Some(subject) = http.or(all) else { return Ok(Vec::new()) };
    if set(["HTTPS_PROXY", "https_proxy"]).is_some() || is_exempt {
        return Ok(Vec::new());
    }
    let evidence = [http, all].into_iter().flatten().filter_map(|name| {
        let value = environ.set(name)?;
        // Whatever is called a proxy is masked as one.
        let setting = Evidence::setting("HTTPS_PROXY", value, seen.place(name, Layer::Process));
        let text = setting.text.as_str().trim_start_matches("HTTPS_PROXY").to_owned();
        Some(Evidence { text: crate::secret::Masked::value("", text.as_bytes()).after(name), ..setting })
    });
    Ok(vec![Finding {
        check: CheckId::HttpProxyIgnored,
        severity: Severity::Warning,
        subject: subject.to_owned(),
        evidence: evidence.collect(),
        wrong: NetworkWrong::HttpProxyIgnored { all: http.is_none() }.into(),
        fixes: Vec::new(),
    }])
}
