//! Which links may be opened: pages of Go's documentation that Burrow itself names.

use super::OpenError;

/// Where Go is downloaded: the next step of somebody without it.
pub const DOWNLOADS: &str = "https://go.dev/dl/";

const SITES: &[&str] = &["https://go.dev/", "https://pkg.go.dev/"];

/// `link`, when it is [`DOWNLOADS`] or one of `known`, and lies on Go's own sites.
///
/// # Errors
/// [`OpenError::NotDocumentation`]
pub fn documentation<'a>(link: &str, known: impl IntoIterator<Item = &'a str>) -> Result<String, OpenError> {
    let on_site = SITES.iter().any(|site| link.starts_with(site));
    if on_site && (link == DOWNLOADS || known.into_iter().any(|k| k == link)) {
        Ok(link.to_owned())
    } else {
        Err(OpenError::NotDocumentation(link.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_burrow_names_is_opened() {
        assert!(documentation(DOWNLOADS, []).is_ok());
        let link = "https://go.dev/ref/mod#goproxy-protocol";
        assert_eq!(documentation(link, [link]).as_deref(), Ok(link));
    }

    #[test]
    fn a_page_that_burrow_does_not_name_is_not() {
        assert!(documentation("https://go.dev/blog/", ["https://go.dev/ref/mod"]).is_err());
    }

    #[test]
    fn another_site_is_refused_even_when_it_is_named() {
        for link in ["https://go.dev.example.com/", "http://go.dev/ref/mod", "file:///etc/passwd"] {
            assert!(documentation(link, [link]).is_err(), "{link}");
        }
    }
}
