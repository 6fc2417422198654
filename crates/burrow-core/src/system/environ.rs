//! The environment of this process.

use bstr::BString;
use go_rules::environ::{Environ, Os};

/// The environment that Burrow was started with, as it is: order and duplicates kept, WTF-8 on Windows.
pub fn process_environ() -> Environ {
    #[expect(clippy::disallowed_methods, reason = "this is the door to the process environment")]
    let entries = std::env::vars_os();
    let bytes = |text: std::ffi::OsString| BString::from(text.into_encoded_bytes());
    Environ::new(Os::host(), entries.map(|(name, value)| (bytes(name), bytes(value))))
}

/// The working directory of this process, without links.
///
/// # Errors
/// It was removed, or cannot be read.
pub fn working_dir() -> std::io::Result<std::path::PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "this is the door to the working directory")]
    std::env::current_dir()
}
