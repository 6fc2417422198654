//! A case: an environment, what lies on the disk, and one question that both Burrow and go are asked.
//! It says nothing about how it was thought up (`generate`) nor how it is judged (`judge`).

use bstr::{BString, ByteSlice};
use std::fmt;
use std::path::PathBuf;

#[derive(Debug, Clone)]
pub struct Case {
    /// The whole process environment, in order; duplicates are meant.
    pub env: Vec<(BString, BString)>,
    /// The directory in which both programs are started.
    pub cwd: BString,
    /// What is given with `-C`, if anything.
    pub chdir: Option<BString>,
    pub entries: Vec<Entry>,
    pub go: GoAt,
    pub ask: Ask,
}

/// How Burrow is told which go is meant.
#[derive(Debug, Clone)]
pub enum GoAt {
    /// `--goroot`, so that `<goroot>/bin/go` is the program.
    Root(BString),
    /// By PATH, which leads to this program; for `sdk which`, which may lead to another or to none.
    Path(BString),
}

impl GoAt {
    /// The program that real go is started as.
    pub fn program(&self) -> BString {
        match self {
            GoAt::Path(program) => program.clone(),
            GoAt::Root(root) if cfg!(windows) => [root.as_bytes(), b"\\bin\\go.exe"].concat().into(),
            GoAt::Root(root) => [root.as_bytes(), b"/bin/go"].concat().into(),
        }
    }
}

/// Something on the disk. Parent directories come by themselves.
#[derive(Debug, Clone)]
pub struct Entry {
    pub path: BString,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    Directory,
    /// Lines are joined as they are: each brings its own end.
    File {
        lines: Vec<BString>,
        mode: u32,
    },
    Link {
        to: BString,
    },
    /// An SDK that takes no room: links to all of a real one but for `bin/go`, which must be a file of its own
    /// so that go finds this folder. Without `go_env`, another entry may put its own there.
    Farm {
        of: PathBuf,
        go_env: bool,
        tools: bool,
        go: BString,
    },
    /// What go remembers of a checksum database, enough to check these toolchains without asking it.
    Records(crate::which::records::Remembered),
    /// A toolchain as go leaves it in a module cache; `path` is GOMODCACHE.
    CachedToolchain {
        of: PathBuf,
        version: String,
        platform: String,
    },
}

/// What both programs are asked.
#[derive(Debug, Clone)]
pub enum Ask {
    /// `env --json` against `go env -json`: all of them, or these.
    Json(Vec<BString>),
    /// `env` against `go env`.
    Text(Vec<BString>),
    /// `env --changed` against `go env -changed`.
    Changed { json: bool, names: Vec<BString> },
    /// `go env NAME` exactly as spelled: the forms that are exempt from the toolchain switch.
    Exempt(BString),
    /// `env set` against `go env -w`.
    Set(Vec<BString>),
    /// `env unset` against `go env -u`.
    Unset(Vec<BString>),
    /// `sdk which` against `go version`: see `which`.
    Which,
}

impl Ask {
    pub fn changes_files(&self) -> bool {
        matches!(self, Ask::Set(_) | Ask::Unset(_))
    }

    /// The names or arguments, which a smaller case may have fewer of.
    pub fn words(&self) -> &[BString] {
        match self {
            Ask::Json(words) | Ask::Text(words) | Ask::Set(words) | Ask::Unset(words) => words,
            Ask::Changed { names, .. } => names,
            Ask::Exempt(_) | Ask::Which => &[],
        }
    }

    pub fn words_mut(&mut self) -> Option<&mut Vec<BString>> {
        match self {
            Ask::Json(words) | Ask::Text(words) | Ask::Set(words) | Ask::Unset(words) => Some(words),
            Ask::Changed { names, .. } => Some(names),
            Ask::Exempt(_) | Ask::Which => None,
        }
    }
}

/// A word as a shell would want it: what is printed can be pasted.
pub struct Quoted<'a>(pub &'a [u8]);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |b: &u8| b.is_ascii_alphanumeric() || b"/._-+:,=@%".contains(b);
        if !self.0.is_empty() && self.0.iter().all(plain) {
            return write!(f, "{}", self.0.as_bstr());
        }
        if self.0.to_str().is_ok_and(|s| !s.chars().any(|c| c.is_control() || c == '\'')) {
            return write!(f, "'{}'", self.0.as_bstr());
        }
        write!(f, "$'")?;
        for byte in self.0 {
            match byte {
                b'\n' => write!(f, "\\n")?,
                b'\'' | b'\\' => write!(f, "\\{}", char::from(*byte))?,
                0x20..=0x7e => write!(f, "{}", char::from(*byte))?,
                _ => write!(f, "\\x{byte:02x}")?,
            }
        }
        write!(f, "'")
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            writeln!(f, "  {entry}")?;
        }
        writeln!(f, "  cd {}", Quoted(&self.cwd))?;
        write!(f, "  env -i")?;
        for (name, value) in &self.env {
            write!(f, " {}={}", name, Quoted(value))?;
        }
        writeln!(f)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = Quoted(&self.path);
        match &self.what {
            What::Directory => write!(f, "mkdir -p {path}"),
            What::Link { to } => write!(f, "ln -s {} {path}", Quoted(to)),
            What::File { lines, mode } => {
                let text = bstr::concat(lines);
                write!(f, "printf %s {} > {path}", Quoted(&text))?;
                if *mode == 0o644 { Ok(()) } else { write!(f, "; chmod {mode:o} {path}") }
            }
            What::Farm { of, go_env, tools, go } => {
                write!(f, "# {path}: links to {}, own {go}", of.display())?;
                write!(
                    f,
                    ", {} go.env, {} pkg",
                    if *go_env { "with" } else { "without" },
                    if *tools { "with" } else { "without" }
                )
            }
            What::Records(records) => {
                write!(f, "# {path}: records of {} in a module cache", records.versions.join(", "))
            }
            What::CachedToolchain { of, version, .. } => {
                write!(f, "# {path}: module cache with toolchain {version} from {}", of.display())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_only_where_a_shell_needs_it() {
        assert_eq!(Quoted(b"/a/b=c").to_string(), "/a/b=c");
        assert_eq!(Quoted(b"").to_string(), "''");
        assert_eq!(Quoted(b"a b").to_string(), "'a b'");
        assert_eq!(Quoted(b"it's\n\xff").to_string(), r"$'it\'s\n\xff'");
    }
}
