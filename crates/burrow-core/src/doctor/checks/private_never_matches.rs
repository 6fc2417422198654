//! An entry of GOPRIVATE or its kin that no module's path can match: Go trims nothing, knows no regular expressions, and
//! says nothing about it (`module.MatchPrefixPatterns`).

use bstr::{BString, ByteSlice};
use go_rules::pattern::{Verdict, judge, mended};

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};
use crate::proxy::patterns::List;
use crate::secret::{Masked, may_hold_secret};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    Ok(List::ALL.into_iter().filter_map(|list| of(list, seen)).collect())
}

fn of(list: List, seen: &Seen) -> Option<Finding> {
    let name = list.name();
    // Where GOPRIVATE stands for it, that one is told of.
    let set = seen.set_by(name)?;
    let masked = |text: &[u8]| Masked::value(name, text);
    let entries: Vec<_> = judge(set.value.as_bstr())
        .into_iter()
        .filter_map(|entry| match entry.verdict {
            Verdict::Never(flaw) => Some((masked(&entry.text), flaw)),
            Verdict::Fine | Verdict::Empty | Verdict::Nothing | Verdict::Doubtful(_) => None,
        })
        .collect();
    if entries.is_empty() {
        return None;
    }
    // What nobody can mend does nothing, and goes.
    let meant = mended(without_logins(name, &set.value).as_bstr());
    let left: Vec<Vec<u8>> = judge(meant.as_bstr())
        .into_iter()
        .filter(|entry| !matches!(entry.verdict, Verdict::Never(_)))
        .map(|entry| entry.text.into())
        .collect();
    let left = bstr::join(",", left).to_str_lossy().into_owned();
    Some(Finding {
        check: CheckId::PrivateNeverMatches,
        severity: Severity::Warning,
        subject: name.to_owned(),
        evidence: vec![Evidence::setting(name, &set.value, set.place)],
        wrong: NetworkWrong::NeverMatches { variable: name, entries, layer: set.layer }.into(),
        fixes: seen.mend(name, Some(left)),
    })
}

/// The entries without the logins before a host. Masked ones would be written as they are shown.
fn without_logins(name: &str, list: &[u8]) -> BString {
    let plain = |entry: &[u8]| match may_hold_secret(name, entry) {
        false => Some(BString::from(entry)),
        true => {
            let host = entry.rsplit(|byte| *byte == b'@').next().unwrap_or_default();
            (!may_hold_secret(name, host)).then(|| host.into())
        }
    };
    bstr::join(",", list.split_str(",").filter_map(plain)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_in_a_pattern_goes_and_its_host_stays() {
        let list = b"corp.example,u:hunter2@git.corp.example/x,ghp_0123456789abcdefghij,a@v1";
        assert_eq!(without_logins("GOPRIVATE", list), "corp.example,git.corp.example/x,a@v1");
    }
}
