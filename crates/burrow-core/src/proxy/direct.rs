//! Where a module lies when no proxy is to be asked: what the server of its path says of it (`?go-get=1`). Only the
//! answer that another module proxy has it (`mod`) is understood here, not repositories.

use reqwest::Url;

use super::client::Client;
use super::error::FetchError;
use super::url::{parse, shown};
use crate::job::Cancel;

/// No page with such a line is larger.
const MOST: u64 = 1 << 20;

/// The module proxy that the module's own server names.
///
/// # Errors
/// [`FetchError`]; a server that names none counts as one that does not have the module.
pub async fn module_server(client: &Client, module: &str, cancel: &Cancel) -> Result<Url, FetchError> {
    let url = parse(format!("https://{module}?go-get=1").as_bytes().into())?;
    let mut answer = client.get(&url, None, cancel).await?;
    let mut page = Vec::new();
    while let Some(chunk) = answer.chunk(cancel).await? {
        page.extend_from_slice(&chunk);
        if page.len() as u64 > MOST {
            return Err(FetchError::TooLarge { url: shown(&url), limit: MOST });
        }
    }
    match named(&String::from_utf8_lossy(&page), module) {
        Some(server) => parse(server.as_bytes().into()),
        None => Err(FetchError::Status { url: shown(&url), status: 404, detail: None }),
    }
}

/// The third word of `<meta name="go-import" content="MODULE mod URL">`.
fn named<'a>(page: &'a str, module: &str) -> Option<&'a str> {
    page.split("<meta ").skip(1).find_map(|meta| {
        let tag = meta.split('>').next()?;
        let content = tag.split("content=").nth(1)?;
        let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let words: Vec<&str> = content[1..].split(quote).next()?.split_whitespace().collect();
        let fits = tag.contains("go-import") && words.len() == 3 && words[0] == module && words[1] == "mod";
        fits.then(|| words[2]).filter(|url| url.starts_with("https://"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_another_proxy() {
        let page =
            |content: &str| format!("<html><head><meta name=\"go-import\" content=\"{content}\"></head>");
        let found = |content: &str| named(&page(content), "golang.org/toolchain").map(ToOwned::to_owned);
        assert_eq!(
            found("golang.org/toolchain mod https://go.dev/dl/mod"),
            Some("https://go.dev/dl/mod".into())
        );
        assert_eq!(found("golang.org/toolchain mod http://evil"), None);
        assert_eq!(found("golang.org/x mod https://go.dev"), None);
        assert_eq!(found("golang.org/toolchain git https://go.dev"), None);
        assert_eq!(named("no page at all", "golang.org/toolchain"), None);
    }
}
