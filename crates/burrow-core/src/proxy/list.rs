//! A GOPROXY as a person writes it: what looks mistyped in it, what was meant, and the same list with an entry left out
//! or with `|` where `,` stood. What Go makes of a list is `go_rules::goproxy`'s affair; nothing is asked.

use bstr::{BStr, ByteSlice};
use go_rules::environ::Os;
use go_rules::file_url;
use go_rules::go_command::Rules;
use go_rules::go_url::GoUrl;
use go_rules::goproxy::{self, BadList, To};

/// Separators of Go, and what people and keyboards put in their place.
const SEPARATORS: [char; 8] = [',', '|', ';', '，', '；', '、', '｜', '\u{a0}'];
/// What an entry is wrapped in by mistake.
const QUOTES: [char; 8] = ['"', '\'', '`', '“', '”', '‘', '’', '«'];

/// Why a list does not do what it was meant to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Go refuses the list.
    Refused(BadList),
    /// Go takes the entry for a server that there cannot be; the entry as it is written.
    NoServer(String),
}

/// What is mistyped in a list; `None`: nothing that can be told without asking, or there is nothing in it at all.
pub fn mistake(list: &BStr) -> Option<Mistake> {
    match goproxy::parse(list) {
        Err(BadList::NoEntries) => None,
        Err(why) => Some(Mistake::Refused(why)),
        Ok(_) => {
            let entries = goproxy::entries(list);
            let odd = entries.iter().find(|entry| is_odd(entry))?;
            Some(Mistake::NoServer(odd.text.to_str_lossy().into_owned()))
        }
    }
}

/// Whether Go would look for a host that nobody can have: a word that belongs elsewhere, two entries in one.
fn is_odd(entry: &goproxy::Entry) -> bool {
    let Ok(To::Proxy(text)) = &entry.to else { return false };
    let Ok(url) = GoUrl::parse(text.as_bstr(), Rules::newest()) else { return false };
    let host = url.host.to_str_lossy();
    // `https://https://host`
    let host = host.trim_end_matches(':');
    let word = ["http", "https", "direct", "off", ""].iter().any(|word| host.eq_ignore_ascii_case(word));
    let joined = host.chars().any(|c| SEPARATORS.contains(&c) || QUOTES.contains(&c) || c.is_whitespace());
    let ending = [".direct", ".off"].iter().any(|ending| host.ends_with(ending));
    url.scheme != "file" && (word || joined || ending)
}

/// The list as it was meant; `None` where nobody can tell, or where nothing is mistyped.
pub fn mended(list: &BStr, os: Os) -> Option<String> {
    let text = list.to_str().ok().filter(|_| mistake(list).is_some())?;
    let mut out = String::new();
    for (entry, separator) in split(text) {
        out.push_str(&meant(&entry, os)?);
        out.push(separator);
    }
    out.pop();
    (mistake(BStr::new(&out)).is_none() && !out.is_empty()).then_some(out)
}

/// Entries that are not empty, each with the separator behind it as Go has it.
fn split(text: &str) -> Vec<(String, char)> {
    let (mut all, mut entry) = (Vec::<(String, char)>::new(), String::new());
    for c in text.chars().chain([',']) {
        if !SEPARATORS.contains(&c) && !c.is_whitespace() {
            entry.push(c);
            continue;
        }
        let separator = if matches!(c, '|' | '｜') { '|' } else { ',' };
        match all.last_mut() {
            _ if !entry.is_empty() => all.push((std::mem::take(&mut entry), separator)),
            // `a | b`: the blank came first.
            Some(last) if separator == '|' => last.1 = '|',
            _ => {}
        }
    }
    all
}

fn meant(entry: &str, os: Os) -> Option<String> {
    let entry = entry.trim_matches(QUOTES);
    // `https://goproxy.cn.direct`
    for word in ["direct", "off"] {
        if let Some(host) = entry.strip_suffix(&format!(".{word}")).filter(|host| host.contains("://")) {
            return Some(format!("{},{word}", meant(host, os)?));
        }
    }
    if goproxy::parse(BStr::new(entry)).is_ok() && mistake(BStr::new(entry)).is_none() {
        return Some(entry.to_owned());
    }
    for word in ["direct", "off"] {
        let bare = entry.rsplit("://").next().unwrap_or_default().trim_end_matches('/');
        let is_word = !bare.is_empty() && bare.chars().all(char::is_alphabetic);
        if is_word && distance(&bare.to_ascii_lowercase(), word) <= word.len() / 3 {
            return Some(word.to_owned());
        }
    }
    let is_path = entry.starts_with('/') || entry.get(1..3).is_some_and(|two| matches!(two, ":\\" | ":/"));
    if is_path {
        return Some(file_url::of_folder(os, BStr::new(entry))?.to_string());
    }
    let (scheme, rest) = entry.split_at(entry.find([':', '/', '\\', '.'])?);
    let rest = rest.trim_start_matches([':', '/', '\\']);
    if rest.is_empty() || rest.starts_with('.') {
        return None;
    }
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "file" => Some(format!("file:///{rest}")),
        "http" | "https" => again(&scheme, rest, os),
        other if distance(other, "https") <= 2 => again("https", rest, os),
        _ => None,
    }
}

/// The scheme once: `https://https://host`.
fn again(scheme: &str, rest: &str, os: Os) -> Option<String> {
    match rest.split_once("://") {
        Some(_) => meant(rest, os),
        None => Some(format!("{scheme}://{rest}")),
    }
}

/// How many letters are too many, missing, other, or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// The list with `|` behind these entries, counted from 1. Empty entries do not count, as they do not to Go.
pub fn with_bars(list: &str, behind: impl Fn(usize) -> bool) -> String {
    let (mut out, mut number, mut text) = (String::with_capacity(list.len()), 0, String::new());
    for c in list.chars() {
        if !matches!(c, ',' | '|') {
            text.push(c);
            out.push(c);
            continue;
        }
        number += usize::from(!text.trim().is_empty());
        text.clear();
        out.push(if behind(number) { '|' } else { c });
    }
    out
}

/// The list without these entries, counted from 1; each that stays keeps the separator behind it. Empty where none
/// stays but `off`, which alone would forbid everything.
pub fn without(list: &str, gone: impl Fn(usize) -> bool) -> String {
    let mut entries: Vec<(&str, char)> = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let end = rest.find([',', '|']).unwrap_or(rest.len());
        let separator = rest[end..].chars().next().unwrap_or(',');
        entries.push((rest[..end].trim(), separator));
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    entries.retain(|(text, _)| !text.is_empty());
    let mut number = 0;
    entries.retain(|_| {
        number += 1;
        !gone(number)
    });
    if entries.first().is_none_or(|(text, _)| *text == "off") {
        return String::new();
    }
    let mut out: String = entries.iter().map(|(text, separator)| format!("{text}{separator}")).collect();
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mistyped_is_found_and_mended() {
        for (list, meant) in [
            ("https://goproxy.cn,dierct", "https://goproxy.cn,direct"),
            ("https://goproxy.cn,Direct", "https://goproxy.cn,direct"),
            ("OFF", "off"),
            ("https//goproxy.cn,direct", "https://goproxy.cn,direct"),
            ("http//goproxy.cn,direct", "http://goproxy.cn,direct"),
            ("https:/goproxy.cn,direct", "https://goproxy.cn,direct"),
            ("htps://goproxy.cn|direct", "https://goproxy.cn|direct"),
            ("htpps://goproxy.cn | direct", "https://goproxy.cn|direct"),
            ("https://goproxy.cn;direct", "https://goproxy.cn,direct"),
            ("https://goproxy.cn，direct", "https://goproxy.cn,direct"),
            ("https://goproxy.cn direct", "https://goproxy.cn,direct"),
            ("https://goproxy.cn.direct", "https://goproxy.cn,direct"),
            ("\"https://goproxy.cn,direct\"", "https://goproxy.cn,direct"),
            ("'https://goproxy.cn',direct", "https://goproxy.cn,direct"),
            ("https://https://goproxy.cn,direct", "https://goproxy.cn,direct"),
            ("https://goproxy.cn,https://direct", "https://goproxy.cn,direct"),
            ("/srv/mod", "file:///srv/mod"),
            ("file:/srv/mod", "file:///srv/mod"),
            ("file://srv/mod,direct", "file:///srv/mod,direct"),
        ] {
            assert!(mistake(BStr::new(list)).is_some(), "{list}");
            assert_eq!(mended(BStr::new(list), Os::Linux).as_deref(), Some(meant), "{list}");
        }
    }

    #[test]
    fn what_is_right_is_left_alone_and_what_nobody_can_tell_is_not_guessed() {
        for list in [
            "https://proxy.golang.org,direct",
            "proxy.corp:8080 , direct",
            "http://127.0.0.1:3000|https://u:p@athens.corp/x,off",
            "file:///srv/x",
            "direct",
            "https://offline.example.com",
            "",
        ] {
            assert_eq!(mistake(BStr::new(list)), None, "{list}");
            assert_eq!(mended(BStr::new(list), Os::Linux), None, "{list}");
        }
        for list in ["goproxy", "ssh://git.corp", "https://a,x:1x"] {
            assert!(mistake(BStr::new(list)).is_some(), "{list}");
            assert_eq!(mended(BStr::new(list), Os::Linux), None, "{list}");
        }
    }

    #[test]
    fn bars_go_behind_the_entries_that_fail_and_nowhere_else() {
        assert_eq!(with_bars("a,b,direct", |n| n < 2), "a|b,direct");
        assert_eq!(with_bars("a, ,b,direct", |n| n < 3), "a| |b|direct");
        assert_eq!(with_bars(",a|b,direct", |n| n == 2), ",a|b|direct");
    }

    #[test]
    fn an_entry_is_left_out_and_the_others_keep_their_separators() {
        assert_eq!(without("a|b,direct", |n| n == 2), "a|direct");
        assert_eq!(without("a, b|direct", |n| n == 1), "b|direct");
        assert_eq!(without("a,b", |n| n == 2), "a");
        assert_eq!(without("a,off", |n| n == 1), "");
        assert_eq!(without("a", |n| n == 1), "");
    }
}
