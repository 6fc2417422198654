//! A folder as a `file://` URL that go reads back as that folder (`cmd/go/internal/web`: `urlToFilePath`,
//! `convertFileURLPath`), fit for an entry of GOPROXY.

use bstr::{BStr, ByteSlice};

use crate::environ::Os;
use crate::filepath;

/// The URL of an absolute folder. `None` where go has no `file://` URL for it: a relative path, and on Windows anything
/// but a path on a drive (go refuses a host in a proxy's URL, which is how a share would be written).
///
/// `,` and `|` part the entries of GOPROXY, `?` and `#` the parts of a URL, so they are escaped with all else that a URL
/// does not hold as it is.
pub fn of_folder(os: Os, folder: &BStr) -> Option<String> {
    if !filepath::is_abs(os, folder) {
        return None;
    }
    if os != Os::Windows {
        return Some(format!("file://{}", escaped(folder)));
    }
    let path = folder.replace(b"\\", b"/");
    let on_drive = path.len() > 2 && path[0].is_ascii_alphabetic() && path[1] == b':' && path[2] == b'/';
    on_drive.then(|| format!("file:///{}", escaped(&path)))
}

fn escaped(path: &[u8]) -> String {
    let mut url = String::with_capacity(path.len());
    for &byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url.push(char::from(byte)),
            b'/' | b':' | b'-' | b'_' | b'.' | b'~' | b'+' | b'=' | b'@' | b'!' | b'$' | b'&' => {
                url.push(char::from(byte))
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(os: Os, folder: &str) -> Option<String> {
        of_folder(os, BStr::new(folder))
    }

    #[test]
    fn a_folder_has_the_url_that_go_reads_back() {
        assert_eq!(url(Os::Linux, "/home/ada/go/pkg/mod").unwrap(), "file:///home/ada/go/pkg/mod");
        assert_eq!(url(Os::Linux, "/a b/50%,|?#").unwrap(), "file:///a%20b/50%25%2C%7C%3F%23");
        assert_eq!(url(Os::Linux, "/ü").unwrap(), "file:///%C3%BC");
        assert_eq!(url(Os::Windows, r"C:\Users\Ada L\go").unwrap(), "file:///C:/Users/Ada%20L/go");
        assert_eq!(url(Os::Windows, "c:/go").unwrap(), "file:///c:/go");
    }

    #[test]
    fn what_go_has_no_url_for_has_none() {
        assert_eq!(url(Os::Linux, "go/pkg/mod"), None);
        assert_eq!(url(Os::Windows, r"\\server\share\mod"), None);
        assert_eq!(url(Os::Windows, r"\mod"), None);
    }
}
