//! Where archives of Go lie, and where the list with their checksums comes from.

/// A place with the archives that the Go project publishes, under the names it gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// An archive's URL is this and its name.
    pub archives: String,
    /// The lists that are asked, one after the other; each gives names, sizes and SHA-256.
    pub lists: Vec<String>,
    /// Of a place that a person named: a checksum beside the archive will do where there is no list.
    pub own_checksums: bool,
}

/// Mirrors with a name: those of the Go project, and some that hold its archives only. The checksums of these come
/// from the Go project too, so that a mirror is believed nothing.
const KNOWN: [(&str, &str, &[&str]); 5] = [
    ("go.dev", "https://go.dev/dl/", &["https://go.dev/dl/"]),
    ("golang.google.cn", "https://golang.google.cn/dl/", &["https://golang.google.cn/dl/"]),
    ("aliyun", "https://mirrors.aliyun.com/golang/", &LISTS),
    ("ustc", "https://mirrors.ustc.edu.cn/golang/", &LISTS),
    ("nju", "https://mirrors.nju.edu.cn/golang/", &LISTS),
];

/// The nearer to those who use the mirrors above first.
const LISTS: [&str; 2] = ["https://golang.google.cn/dl/", "https://go.dev/dl/"];

/// What is asked of a list: every release there ever was.
pub const LIST_QUERY: &str = "?mode=json&include=all";

/// The mirrors with a name, the best known first.
pub fn known() -> impl Iterator<Item = (&'static str, Mirror)> {
    KNOWN.iter().map(|(id, archives, lists)| {
        let lists = lists.iter().map(|list| (*list).to_owned()).collect();
        (*id, Mirror { archives: (*archives).to_owned(), lists, own_checksums: false })
    })
}

/// A mirror that a person names by its URL.
pub fn custom(url: &str) -> Mirror {
    let archives = format!("{}/", url.trim_end_matches('/'));
    Mirror { lists: vec![archives.clone()], archives, own_checksums: true }
}
