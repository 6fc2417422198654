//! What is looked for: the stem that all planted secrets have, plain and in the writings that secrets travel in.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The stem of every planted secret.
pub const STEM: &str = "Zq9xKw7Plant";

static FORMS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let percent = |upper: bool| {
        let one = |byte: u8| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        STEM.bytes().map(one).collect::<String>().into_bytes()
    };
    let hex = STEM.bytes().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes();
    let mut forms = vec![STEM.into(), STEM.to_lowercase().into_bytes(), percent(true), percent(false), hex];
    // Wherever in groups of three bytes it begins: only what no neighbour has a part in.
    for before in 0..3 {
        let whole = base64(&[&vec![0; before][..], STEM.as_bytes()].concat());
        let (from, to) = ((before * 4).div_ceil(3), (before + STEM.len()) * 4 / 3);
        forms.push(whole.as_bytes()[from..to].to_vec());
    }
    forms
});

pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A secret in a text, with what stands around it.
pub fn find(text: &[u8]) -> Option<String> {
    let at = FORMS
        .iter()
        .find_map(|form| text.windows(form.len()).position(|window| window == form.as_slice()))?;
    let around = &text[at.saturating_sub(80)..(at + 40).min(text.len())];
    Some(String::from_utf8_lossy(around).into_owned())
}
