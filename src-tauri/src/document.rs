//! The page as the web view gets it: in the person's theme and language, and with what its first paint shows, so that
//! the page asks for nothing before it paints. Fills `ui/index.html`; what stands in it is decided elsewhere.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::Duration;

use burrow_core::text::Lang;
use serde::Serialize;
use tauri::http::{Response, header::CONTENT_TYPE};

use crate::commands;
use crate::desk::{Desk, within};

/// How long the document may wait for the core. Normally it is open long before; without it the page asks by itself.
const PATIENCE: Duration = Duration::from_millis(250);

/// The places in `ui/index.html` that are filled.
const LANGUAGE: &str = r#"lang="en""#;
const THEME: &str = r#"data-theme="light""#;
const FIRST: &str = r#"type="application/json"></script>"#;

/// Fills the document; every other answer of the app's own files stays as it is. `dark`: how the window is drawn,
/// known once it is made.
pub fn fill(desk: &Desk, dark: &OnceLock<bool>, response: &mut Response<Cow<'static, [u8]>>) {
    let html =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !html {
        return;
    }
    let Ok(page) = std::str::from_utf8(response.body()) else { return };
    // A web view that asks while its window is still being made must not wait for ever for that.
    let theme = if within(PATIENCE, || dark.get()).is_some_and(|dark| *dark) { "dark" } else { "light" };
    let page = page.replacen(THEME, &format!("data-theme=\"{theme}\""), 1);
    let page = match desk.workbench_within(PATIENCE) {
        Some(workbench) => desk.word(|wire| with_first(&page, &commands::first(workbench, wire), wire.lang)),
        None => page,
    };
    *response.body_mut() = Cow::Owned(page.into_bytes());
}

fn with_first(page: &str, first: &impl Serialize, lang: Lang) -> String {
    let page = page.replacen(LANGUAGE, &format!("lang=\"{}\"", lang.tag()), 1);
    // In JSON the sign stands within texts only: none of them can end the element.
    let Ok(json) = serde_json::to_string(first).map(|json| json.replace('<', "\\u003c")) else { return page };
    page.replacen(FIRST, &format!("type=\"application/json\">{json}</script>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../ui/index.html");

    #[test]
    fn the_page_has_every_place_that_is_filled_once() {
        for place in [LANGUAGE, THEME, FIRST] {
            assert_eq!(PAGE.matches(place).count(), 1, "{place}");
        }
    }

    #[test]
    fn no_text_of_the_first_picture_ends_the_element_that_holds_it() {
        let hostile = "</script><script>alert(1)</script><!--";
        let page = with_first(PAGE, &hostile, Lang::ZhCn);
        let (_, rest) = page.split_once(r#"<script id="first" type="application/json">"#).unwrap();
        let (json, _) = rest.split_once("</script>").unwrap();
        assert_eq!(serde_json::from_str::<String>(json).unwrap(), hostile);
        assert_eq!(page.matches("</script>").count(), PAGE.matches("</script>").count());
        assert!(page.contains(r#"<html lang="zh-CN""#), "{page}");
    }
}
