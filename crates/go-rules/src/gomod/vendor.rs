//! What vendor/modules.txt lists (`modload.readVendorList`).

use bstr::ByteSlice;

use super::directives::Replacement;
use crate::module::ModuleVersion;
use crate::semver;

/// A module in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendored {
    /// Without a version: every version of it is replaced.
    pub version: ModuleVersion,
    /// What stands in its place.
    pub replacement: Option<Replacement>,
}

/// The modules of a file, in order. What go does not understand it passes over, and so does this.
#[must_use]
pub fn vendored(text: &[u8]) -> Vec<Vendored> {
    text.split(|b| *b == b'\n').filter_map(|line| module(line.strip_prefix(b"# ")?)).collect()
}

fn module(line: &[u8]) -> Option<Vendored> {
    let words: Vec<&[u8]> = line.fields().collect();
    let (version, rest) = match words.as_slice() {
        [path, b"=>", ..] => (ModuleVersion::new(*path, ""), &words[1..]),
        [path, version, rest @ ..] if semver::canonical(version).is_some() => {
            (ModuleVersion::new(*path, *version), rest)
        }
        _ => return None,
    };
    let replacement = match rest {
        [b"=>", folder] => Some(Replacement::Folder((*folder).into())),
        [b"=>", path, version] if semver::canonical(version).is_some() => {
            Some(Replacement::Module(ModuleVersion::new(*path, *version)))
        }
        _ => None,
    };
    Some(Vendored { version, replacement })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_what_replaces_them_are_told() {
        let text = b"## workspace\n# a.com/a v1.0.0\n## explicit; go 1.17\na.com/a/p\n# b.com/b v1.0.0 => ../b\n\
                     # c.com/c => d.com/d v1.2.0\n# e.com/e latest\n#f v1.0.0\n# a.com/a v1.0.0 => x.com/x bad\n";
        let told: Vec<_> =
            vendored(text).into_iter().map(|v| (v.version.to_string(), v.replacement)).collect();
        assert_eq!(
            told,
            [
                ("a.com/a@v1.0.0".to_owned(), None),
                ("b.com/b@v1.0.0".into(), Some(Replacement::Folder("../b".into()))),
                ("c.com/c".into(), Some(Replacement::Module(ModuleVersion::new("d.com/d", "v1.2.0")))),
                ("a.com/a@v1.0.0".into(), None),
            ]
        );
    }
}
