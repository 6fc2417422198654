//! Which modules the candidates are asked for: a fair choice of what go.sum names, without what is private.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::gomod::SumLine;
use go_rules::module;
use go_rules::semver;

use crate::proxy::route::{Ground, Inquiry};

/// A module version that every candidate is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    pub module: BString,
    pub version: BString,
    /// The hash that go.sum has of its go.mod: what comes must have it.
    pub go_mod: Option<BString>,
    /// The build needs its content, and not its go.mod alone.
    pub whole: bool,
}

/// What the sample was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// The go.sum files of projects.
    Projects(Vec<PathBuf>),
    /// No project has one: modules that many use.
    WellKnown,
}

/// How many module versions were left out, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// A pattern says that they are private.
    pub private: usize,
    /// They look private, and no pattern says so.
    pub looks_private: usize,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    pub basis: Basis,
    /// By path and version.
    pub members: Vec<Member>,
    /// Of how many that might have been asked for.
    pub of: usize,
    pub left_out: LeftOut,
}

/// Public modules of several hosts that every mirror should have, in versions that are years old.
const WELL_KNOWN: [(&str, &str); 12] = [
    ("github.com/davecgh/go-spew", "v1.1.1"),
    ("github.com/google/uuid", "v1.3.0"),
    ("github.com/gorilla/mux", "v1.8.0"),
    ("github.com/pkg/errors", "v0.9.1"),
    ("github.com/sirupsen/logrus", "v1.9.0"),
    ("github.com/spf13/cobra", "v1.7.0"),
    ("github.com/stretchr/testify", "v1.8.4"),
    ("go.uber.org/zap", "v1.24.0"),
    ("golang.org/x/sys", "v0.10.0"),
    ("golang.org/x/text", "v0.11.0"),
    ("google.golang.org/protobuf", "v1.31.0"),
    ("gopkg.in/yaml.v3", "v3.0.1"),
];
/// A sample of so many module versions out of go.sum files.
#[must_use]
pub fn of_sums(files: Vec<PathBuf>, lines: &[SumLine], most: usize, ground: &Ground) -> Sample {
    let mut all: BTreeMap<(&BStr, &BStr), Member> = BTreeMap::new();
    for line in lines {
        let (module, version) = (line.version.module.as_bstr(), line.version.version.as_bstr());
        let member = all.entry((module, version)).or_insert_with(|| Member {
            module: module.into(),
            version: version.into(),
            go_mod: None,
            whole: false,
        });
        if line.of_go_mod {
            member.go_mod = Some(line.hash.clone());
        } else {
            member.whole = true;
        }
    }
    let askable = |member: &Member| {
        module::escape_path(&member.module).is_ok()
            && semver::canonical(&member.version).is_some()
            // It is a toolchain, which has a column of its own.
            && member.module != "golang.org/toolchain"
    };
    chosen(Basis::Projects(files), all.into_values().filter(askable).collect(), most, ground)
}

/// A sample of modules that many use.
#[must_use]
pub fn well_known(most: usize, ground: &Ground) -> Sample {
    let member = |(module, version): (&str, &str)| Member {
        module: module.into(),
        version: version.into(),
        go_mod: None,
        whole: true,
    };
    chosen(Basis::WellKnown, WELL_KNOWN.into_iter().map(member).collect(), most, ground)
}

/// Spread evenly over all that may be asked for, so that no host and no letter is preferred, and the same every time, so
/// that two runs can be compared. What a build downloads whole goes first.
fn chosen(basis: Basis, mut all: Vec<Member>, most: usize, ground: &Ground) -> Sample {
    let mut left_out = LeftOut::default();
    all.retain(|member| match privacy(member, ground) {
        None => true,
        Some(Privacy::Said) => {
            left_out.private += 1;
            false
        }
        Some(Privacy::Looks) => {
            left_out.looks_private += 1;
            false
        }
    });
    let of = all.len();
    let (whole, others): (Vec<Member>, Vec<Member>) = all.into_iter().partition(|member| member.whole);
    let mut members = spread(whole, most);
    let rest = most - members.len();
    members.extend(spread(others, rest));
    members.sort();
    Sample { basis, members, of, left_out }
}

fn spread(all: Vec<Member>, most: usize) -> Vec<Member> {
    let length = all.len();
    if length <= most {
        return all;
    }
    let picked = |n: usize| (n * length + length / 2) / most;
    let mut wanted = (0..most).map(picked).peekable();
    let mut take = |at: usize| wanted.next_if_eq(&at).is_some();
    all.into_iter().enumerate().filter(|(at, _)| take(*at)).map(|(_, member)| member).collect()
}

enum Privacy {
    Said,
    Looks,
}

/// Whether somebody might not want others to hear of it.
fn privacy(member: &Member, ground: &Ground) -> Option<Privacy> {
    let inquiry = Inquiry { module: member.module.clone(), version: member.version.clone() };
    let question = ground.question(&inquiry);
    let private = question.private();
    if private.noproxy || private.nosumdb {
        return Some(Privacy::Said);
    }
    question.privacy().map(|_| Privacy::Looks)
}
