//! What the entries of a list of globs do, one by one: whether each can match anything, why not, and what was meant.

use bstr::{BStr, BString, ByteSlice};

use super::{glob, matches_prefix, mend};

/// An entry of a list, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub text: BString,
    pub verdict: Verdict,
    /// What to write instead; empty: leave it out. `None`: as it is, or nobody can tell.
    pub instead: Option<Vec<BString>>,
}

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fine,
    /// Nothing stands between two commas: Go passes over it.
    Empty,
    /// `none`: matches nothing, as it is meant to.
    Nothing,
    /// It works, and may do something else than was meant.
    Doubtful(Doubt),
    /// No module has a path that it matches.
    Never(Flaw),
}

/// Why an entry may do something else than was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Written as a regular expression, and read as a glob.
    RegularExpression,
    /// `**` is one element, like `*`.
    DoubleStar,
    /// Paths of modules seldom end with `.git`.
    GitSuffix,
    /// It matches everything on this host, which everybody uses.
    Wide(&'static str),
    /// The entry with this place in the list, from 0, matches all of it.
    Covered(usize),
}

/// Why an entry never matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A blank: Go takes none away.
    Blank,
    Quotes,
    /// `https://`
    Scheme,
    /// `git@host:path`, or a name before the host.
    Address,
    /// `@v1.2.3`
    Version,
    /// `host:8443`
    Port,
    /// `;`, `|` or `:` where a comma belongs.
    Separator,
    /// `!` takes nothing out.
    Negation,
    /// `{a,b}` is split at its comma.
    Braces,
    RegularExpression,
    /// A class that is not closed, a `\` at the end.
    Malformed,
    /// `/...` is for packages.
    Dots,
    /// An element without a name: `/` at the beginning, `//`.
    Slashes,
    /// A host is written small.
    Capitals,
    /// Every module that is fetched has a dot in its first element.
    NoDot,
    /// A character that no module path has.
    Characters,
}

/// Hosts with modules of everybody.
const SHARED: [&str; 8] = [
    "github.com",
    "golang.org",
    "google.golang.org",
    "gopkg.in",
    "gitlab.com",
    "bitbucket.org",
    "go.uber.org",
    "k8s.io",
];

/// The entries of a list, in their order.
pub fn judge(list: &BStr) -> Vec<Entry> {
    let texts: Vec<&BStr> = list.split_str(",").map(BStr::new).collect();
    if list.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Entry> = texts.iter().map(|text| entry(text)).collect();
    for (at, text) in texts.iter().enumerate() {
        let covers = |other: &usize| *other != at && covers(texts[*other], text, *other < at);
        if let (Verdict::Fine, Some(by)) = (all[at].verdict, (0..texts.len()).find(covers)) {
            all[at].verdict = Verdict::Doubtful(Doubt::Covered(by));
            all[at].instead = Some(Vec::new());
        }
    }
    braces(&texts, &mut all);
    all
}

/// The list as it was meant, as far as that can be told. Entries that nobody can mend stay.
pub fn mended(list: &BStr) -> BString {
    let mut all: Vec<BString> = Vec::new();
    for entry in judge(list) {
        for text in entry.instead.unwrap_or_else(|| vec![entry.text]) {
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    bstr::join(",", all).into()
}

fn entry(text: &BStr) -> Entry {
    let plain = text.strip_suffix(b"/").unwrap_or(text);
    let verdict = match glob::can_match(plain) {
        _ if plain.is_empty() => Verdict::Empty,
        _ if plain == b"none" => Verdict::Nothing,
        Ok(true) => doubt(plain.as_bstr()).map_or(Verdict::Fine, Verdict::Doubtful),
        malformed => Verdict::Never(flaw(plain.as_bstr(), malformed.is_err())),
    };
    let instead = match verdict {
        Verdict::Fine | Verdict::Nothing | Verdict::Doubtful(Doubt::Wide(_)) => None,
        Verdict::Empty => Some(Vec::new()),
        Verdict::Doubtful(_) | Verdict::Never(_) => mend::mended(plain.as_bstr())
            .filter(|pieces| pieces.iter().all(|piece| glob::can_match(piece) == Ok(true)))
            .filter(|pieces| !pieces.iter().any(|piece| piece == plain)),
    };
    Entry { text: text.into(), verdict, instead }
}

/// Whether one entry matches everything that another does. Told only where the other is a plain path.
fn covers(by: &BStr, text: &BStr, earlier: bool) -> bool {
    let plain = text.strip_suffix(b"/").unwrap_or(text);
    let is_path = !plain.is_empty() && plain.find_byteset(b"*?[\\").is_none();
    let same = by.strip_suffix(b"/").unwrap_or(by) == plain;
    if same { earlier && !plain.is_empty() } else { is_path && matches_prefix(by, plain) }
}

fn doubt(plain: &BStr) -> Option<Doubt> {
    let wide = SHARED.into_iter().find(|host| {
        let somebodys = format!("{host}/zq9-x/zq9-y");
        matches_prefix(plain, somebodys.as_bytes())
    });
    if mend::without_classes(plain).contains_str(".*") && !plain.ends_with(b".*") {
        return Some(Doubt::RegularExpression);
    }
    if plain.contains_str("**") {
        return Some(Doubt::DoubleStar);
    }
    if plain.ends_with(b".git") && plain.contains(&b'/') {
        return Some(Doubt::GitSuffix);
    }
    wide.map(Doubt::Wide)
}

fn flaw(plain: &BStr, malformed: bool) -> Flaw {
    let outside = mend::without_classes(plain);
    let host = plain.split_str("/").next().unwrap_or_default();
    let has = |set: &[u8]| outside.find_byteset(set).is_some();
    let first = |byte: u8| outside.find_byte(byte).unwrap_or(usize::MAX);
    let regular = has(b"^$()+") || outside.contains_str(".*") || outside.contains_str("\\.");
    if plain.chars().any(char::is_whitespace) {
        return Flaw::Blank;
    }
    if has(b"\"'`") {
        return Flaw::Quotes;
    }
    if outside.contains_str("://") {
        return Flaw::Scheme;
    }
    if outside.starts_with(b"!") {
        return Flaw::Negation;
    }
    if has(b"@") {
        let address = first(b'@') < first(b'/') && !host.splitn_str(2, "@").nth(1).is_some_and(is_version);
        return if address { Flaw::Address } else { Flaw::Version };
    }
    match () {
        () if has(b"{}") => Flaw::Braces,
        () if regular => Flaw::RegularExpression,
        () if has(b";|") => Flaw::Separator,
        () if malformed => Flaw::Malformed,
        () if outside.contains_str("...") => Flaw::Dots,
        () if has(b":") => after_colon(plain),
        () if outside.starts_with(b"/") || outside.contains_str("//") => Flaw::Slashes,
        () if host.iter().any(u8::is_ascii_uppercase) => Flaw::Capitals,
        () if !host.contains(&b'.') && host.find_byteset(b"*?[").is_none() => Flaw::NoDot,
        () => Flaw::Characters,
    }
}

fn is_version(text: &[u8]) -> bool {
    text.strip_prefix(b"v").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
        || text == b"latest"
}

fn after_colon(plain: &BStr) -> Flaw {
    let (_, after) = plain.split_once_str(":").unwrap_or_default();
    let piece = after.split_str("/").next().unwrap_or_default();
    if !piece.is_empty() && piece.iter().all(u8::is_ascii_digit) {
        return Flaw::Port;
    }
    if piece.contains(&b'.') { Flaw::Separator } else { Flaw::Address }
}

/// A group in braces that the commas have cut: its first piece stands for all of it.
fn braces(texts: &[&BStr], all: &mut [Entry]) {
    let mut at = 0;
    while at < texts.len() {
        let opens = texts[at].contains(&b'{') && !texts[at].contains(&b'}');
        let end = (at..texts.len()).find(|end| texts[*end].contains(&b'}')).filter(|_| opens);
        let Some(end) = end else {
            at += 1;
            continue;
        };
        let whole = bstr::join(",", &texts[at..=end]);
        let pieces = mend::unfolded(whole.as_bstr())
            .filter(|pieces| pieces.iter().all(|piece| glob::can_match(piece) == Ok(true)));
        for (place, entry) in all[at..=end].iter_mut().enumerate() {
            entry.verdict = Verdict::Never(Flaw::Braces);
            entry.instead = match &pieces {
                Some(pieces) if place == 0 => Some(pieces.clone()),
                Some(_) => Some(Vec::new()),
                None => None,
            };
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> (Verdict, Option<String>) {
        let all = judge(BStr::new(text));
        let instead =
            all[0].instead.as_ref().map(|pieces| bstr::join(",", pieces).to_str_lossy().into_owned());
        (all[0].verdict, instead)
    }

    #[test]
    fn what_never_matches_is_told_with_its_reason_and_what_was_meant() {
        use Flaw::*;
        for (text, flaw, instead) in [
            (" a.com", Blank, Some("a.com")),
            ("a.com b.com", Blank, Some("a.com,b.com")),
            ("a.com;b.com", Separator, Some("a.com,b.com")),
            ("a.com|b.com", Separator, Some("a.com,b.com")),
            ("a.com:b.com", Separator, Some("a.com,b.com")),
            ("\"a.com\"", Quotes, Some("a.com")),
            ("https://a.com/x", Scheme, Some("a.com/x")),
            ("ssh://git@a.com:22/x.git", Scheme, Some("a.com/x")),
            ("git@a.com:x/y.git", Address, Some("a.com/x/y")),
            ("a.com/x@v1.2.3", Version, Some("a.com/x")),
            ("a.com:8443/x", Port, Some("a.com/x")),
            ("!a.com/x", Negation, None),
            ("^a\\.com.*", RegularExpression, Some("a.com*")),
            (".*\\.corp\\.com", RegularExpression, Some("*.corp.com")),
            ("a.com/.*", RegularExpression, Some("a.com/*")),
            ("(a|b).com", RegularExpression, Some("a.com,b.com")),
            ("^https?://a.com", Scheme, Some("a.com")),
            ("[a.com", Malformed, None),
            ("a.com/x\\", Malformed, None),
            ("a.com/...", Dots, Some("a.com")),
            ("a.com//x", Slashes, Some("a.com/x")),
            ("/a.com", Slashes, Some("a.com")),
            ("Git.Corp.com/Team", Capitals, Some("git.corp.com/Team")),
            ("corp", NoDot, None),
            ("off", NoDot, None),
            ("a.com/x#y", Characters, Some("a.com/x")),
        ] {
            assert_eq!(one(text), (Verdict::Never(flaw), instead.map(ToOwned::to_owned)), "{text}");
        }
    }

    #[test]
    fn what_works_and_may_be_meant_otherwise_is_told() {
        let doubt = |text, doubt| assert_eq!(one(text).0, Verdict::Doubtful(doubt), "{text}");
        doubt("a.com/**", Doubt::DoubleStar);
        doubt("a.com/x.git", Doubt::GitSuffix);
        doubt("*", Doubt::Wide("github.com"));
        doubt("*.com", Doubt::Wide("github.com"));
        doubt("golang.org/*", Doubt::Wide("golang.org"));
        doubt("a.com/x.*/y", Doubt::RegularExpression);
        for text in
            ["a.com", "a.com/", "*.corp.com", "github.com/acme/*", "[ab].com", "corp\\.com", "gith?b.corp"]
        {
            assert_eq!(one(text), (Verdict::Fine, None), "{text}");
        }
        assert_eq!(one("none").0, Verdict::Nothing);
    }

    #[test]
    fn a_list_is_mended_as_a_whole() {
        for (list, meant) in [
            ("b.com, a.com", "b.com,a.com"),
            ("a.com,,b.com", "a.com,b.com"),
            ("{a,b}.com,c.com", "a.com,b.com,c.com"),
            ("a.com,a.com/x,a.com", "a.com"),
            ("a.com/**", "a.com"),
            ("[a.com, b.com", "[a.com,b.com"),
            ("none", "none"),
            ("", ""),
        ] {
            assert_eq!(mended(BStr::new(list)), meant, "{list}");
        }
        assert_eq!(judge(BStr::new("a.com/x,a.com"))[0].verdict, Verdict::Doubtful(Doubt::Covered(1)));
    }
}
