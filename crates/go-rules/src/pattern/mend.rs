//! What a person may have meant by an entry that Go reads otherwise. A guess: whoever shows it asks first.

use bstr::{BStr, BString, ByteSlice};

/// So many entries are the most that one is taken apart into.
const MOST: usize = 32;

/// The entries that were meant; `None` where nobody can tell.
pub fn mended(plain: &BStr) -> Option<Vec<BString>> {
    let mut all = Vec::new();
    let blank = |c: char| c.is_whitespace() || c == ';' || "\"'`".contains(c);
    for piece in plain.fields_with(blank).filter(|piece| !piece.is_empty()) {
        for piece in regular(piece.as_bstr())? {
            for piece in colons(piece.as_bstr()) {
                all.push(path(piece.as_bstr())?);
            }
        }
    }
    (!all.is_empty() && all.len() <= MOST).then_some(all)
}

/// A group in braces, taken apart.
pub fn unfolded(text: &BStr) -> Option<Vec<BString>> {
    let (before, rest) = text.split_once_str("{")?;
    let (group, after) = rest.split_once_str("}")?;
    if group.contains(&b'{') || after.find_byteset(b"{}").is_some() {
        return None;
    }
    let piece = |choice: &[u8]| mended(bstr::concat([before, choice.trim(), after]).as_bstr());
    group.split_str(",").map(piece).collect::<Option<Vec<_>>>().map(|all| all.concat())
}

/// Classes left out: what stands in them is nobody's mistake.
pub fn without_classes(glob: &[u8]) -> BString {
    let (mut out, mut rest) = (BString::default(), glob);
    while let Some(begin) = rest.find_byte(b'[') {
        let Some(length) = rest[begin..].find_byte(b']') else { break };
        out.extend_from_slice(&rest[..begin]);
        rest = &rest[begin + length + 1..];
    }
    out.extend_from_slice(rest);
    out
}

/// A regular expression as globs. What is none, stays.
fn regular(text: &BStr) -> Option<Vec<BString>> {
    let mut text = BString::from(text.strip_prefix(b"^").unwrap_or(text));
    if text.ends_with(b"$") {
        text.pop();
    }
    for (from, to) in [("\\.", "."), ("[^/]+", "*"), ("[^/]*", "*"), ("\\w+", "*"), (".+", "*"), ("(?:", "(")]
    {
        text = text.replace(from, to).into();
    }
    text = dot_stars(text.as_bstr());
    let mut all = vec![text];
    while let Some(at) = all.iter().position(|one| one.contains(&b'(')) {
        let one = all.remove(at);
        let (before, rest) = one.split_once_str("(")?;
        let (group, after) = rest.split_once_str(")")?;
        all.splice(at..at, group.split_str("|").map(|choice| bstr::concat([before, choice, after]).into()));
        if all.len() > MOST {
            return None;
        }
    }
    let apart = all.iter().flat_map(|one| one.split_str("|")).filter(|one| !one.is_empty());
    let apart: Vec<BString> = apart.map(BString::from).collect();
    let odd = |one: &BString| without_classes(one).find_byteset(b"(){}^$+\\!").is_some();
    (!apart.iter().any(odd)).then_some(apart)
}

/// `.*` is `*`, but for one that ends a name: `a.*` may be meant.
fn dot_stars(text: &BStr) -> BString {
    text.replace(".*", "*").into()
}

/// `host:path`, `host:port` and lists with `:` between entries.
fn colons(text: &BStr) -> Vec<BString> {
    let (scheme, rest) = match text.split_once_str("://") {
        Some((_, rest)) => (true, rest),
        None => (false, text.as_bytes()),
    };
    let rest = match rest.split_once_str("@") {
        Some((name, host)) if !name.contains(&b'/') && !looks_like_version(host) => host,
        _ => rest,
    };
    let Some((host, after)) = rest.split_once_str(":") else { return vec![rest.into()] };
    let piece = after.split_str("/").next().unwrap_or_default();
    if piece.iter().all(u8::is_ascii_digit) {
        return vec![bstr::concat([host, &after[piece.len()..]]).into()];
    }
    if piece.contains(&b'.') && !scheme && piece.len() == after.len() && !after.ends_with(b".git") {
        return rest.split_str(":").map(BString::from).collect();
    }
    vec![bstr::concat([host, b"/", after]).into()]
}

fn looks_like_version(text: &[u8]) -> bool {
    text.strip_prefix(b"v").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// A path as modules have it.
fn path(text: &BStr) -> Option<BString> {
    let end = |text: &[u8]| {
        let at = text.find_byteset(b"@#").unwrap_or(text.len());
        text[..at].find("?go-get").unwrap_or(at)
    };
    let mut rest: &[u8] = &text[..end(text)];
    for ending in ["/...", "/**", "/", ".git"] {
        rest = rest.strip_suffix(ending.as_bytes()).unwrap_or(rest);
    }
    let mut elements = rest.split_str("/").filter(|element| !element.is_empty()).map(<[u8]>::to_vec);
    let mut host = elements.next()?;
    host.make_ascii_lowercase();
    let rest = elements.map(|element| element.replace("**", "*"));
    Some(bstr::join("/", std::iter::once(host).chain(rest)).into())
}
