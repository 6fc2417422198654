//! GOFLAGS taken apart, and put together again without what is wrong in it.

use bstr::{BStr, BString, ByteSlice};
use go_rules::quoted;
use go_rules::refusal::BadFlag;
use go_rules::vars::goflags::{self, Word};

use crate::doctor::{Remedy, Seen, SetBy};

pub const NAME: &str = "GOFLAGS";

/// Flags whose values are lists with blanks: what follows them without quotes was meant for them.
const LISTS: [&[u8]; 4] = [b"ldflags", b"gcflags", b"asmflags", b"gccgoflags"];

/// GOFLAGS where something sets it, with its words.
pub fn set_flags(seen: &Seen) -> Option<(SetBy, Result<Vec<Word>, BadFlag>)> {
    let set = seen.set_by(NAME).filter(|set| !set.value.is_empty())?;
    let words = goflags::words(seen.resolved().rules, set.value.as_bstr());
    Some((set, words))
}

/// Whether a flag is switched off by its value.
pub fn is_off(value: Option<&[u8]>) -> bool {
    value.and_then(goflags::truth) == Some(false)
}

/// GOFLAGS in the GOENV file without the words that are wrong. A word after `-ldflags=…` was meant for it: it is put
/// between quotes with it.
pub fn mended(
    seen: &Seen,
    words: Result<&[Word], &BadFlag>,
    is_wrong: impl Fn(&Word) -> bool,
) -> Vec<Remedy> {
    let mut kept: Vec<BString> = Vec::new();
    let mut open = false;
    for word in words.unwrap_or_default() {
        if !is_wrong(word) {
            // A further word after a stray one may be its value: `-ldflags=-s -X main.v=1`.
            open = LISTS.contains(&word.flag().0) && seen.resolved().rules.since(21);
            kept.push(word.text.clone());
        } else if let Some(last) = kept.last_mut().filter(|_| open) {
            last.push(b' ');
            last.extend_from_slice(&word.text);
        }
    }
    if kept.is_empty() {
        return vec![seen.without(NAME)];
    }
    let kept: Vec<&BStr> = kept.iter().map(|word| word.as_bstr()).collect();
    match quoted::join(&kept).to_str() {
        Ok(value) => vec![seen.with(NAME, value)],
        Err(_) => vec![seen.without(NAME)],
    }
}
