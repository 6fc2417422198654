//! Which Go runs in a folder, and why: the `go` that PATH leads to, then what it makes of GOTOOLCHAIN and of the
//! lines of go.mod and go.work. The choice itself is `go-rules`'; words are in `text`. Nothing is run or downloaded.

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use go_rules::files::Files;
use go_rules::go_command::GoCommand;
use go_rules::vars::{self, Layer};

use super::at_hand;
use super::probe::{self, Finding};
use crate::env::resolve::Asked;
use crate::place::Place;
use crate::system::files::path_from_bytes;

/// The `go` that a terminal would start, or that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstGo {
    /// As PATH spells it, but absolute.
    pub path: BString,
    /// The toolchain, or why it cannot be told.
    pub go: Result<GoCommand, Finding>,
}

/// Where things were set, as far as it can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The line of a start file that gives PATH its value.
    pub path: Option<Place>,
    /// The line that sets GOTOOLCHAIN.
    pub setting: Option<Place>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The folder of the question, without links.
    pub directory: BString,
    /// A folder was named whose `go` is asked; else PATH was searched.
    pub chosen: bool,
    /// `None`: there is none.
    pub first: Option<FirstGo>,
    /// What that `go` does here. `None`: there is none, or it cannot be told.
    pub choice: Option<vars::Which>,
    pub places: Places,
}

/// Follows the `go` of a question. Start files are not read: see [`Which::locate`].
pub fn which(asked: &Asked<'_>, files: &dyn Files) -> Which {
    let os = asked.environ.os();
    let start = asked.started_in.unwrap_or(asked.dir);
    let path = match asked.goroot {
        Some(goroot) => {
            let go = probe::go_below(os, &go_rules::look_path::against(os, start, goroot));
            files.kind(go.as_bstr()).is_some().then_some(go)
        }
        None => on_path(asked.environ, start, files),
    };
    let first = path.map(|path| {
        let go = probe::probe(files, os, path.as_bstr());
        FirstGo { path, go }
    });
    let go = first.as_ref().and_then(|first| first.go.as_ref().ok());
    let choice = go.map(|go| vars::which(&asked.question(Some(go), files), go));
    let setting = choice.as_ref().and_then(|choice| {
        let file = path_from_bytes(choice.setting.file.as_ref()?.as_bstr())?;
        Some(Place { file, line: choice.setting.line })
    });
    Which {
        directory: asked.dir.into(),
        chosen: asked.goroot.is_some(),
        first,
        choice,
        places: Places { path: None, setting },
    }
}

impl Which {
    /// Adds where the process environment got PATH and GOTOOLCHAIN; `place` tells that of a variable, as
    /// `env::origin` finds it out.
    #[must_use]
    pub fn locate(mut self, place: impl Fn(&str) -> Option<Place>) -> Which {
        if !self.chosen {
            self.places.path = place("PATH");
        }
        let setting = self.choice.as_ref().map(|choice| &choice.setting);
        if setting.is_some_and(|setting| setting.layer == Some(Layer::Process)) {
            self.places.setting = place("GOTOOLCHAIN");
        }
        self
    }

    /// The `go` that is started.
    pub fn go(&self) -> Option<&BStr> {
        self.first.as_ref().map(|first| first.path.as_bstr())
    }

    /// Why nothing runs although nothing more is asked of go itself: there is no `go`, or the system cannot start
    /// the one that is found.
    pub fn trouble(&self) -> Option<Trouble> {
        match &self.first {
            None => Some(Trouble::NoGo { chosen: self.chosen }),
            Some(FirstGo { path, go: Err(Finding::Foreign { goos, goarch }) }) => {
                Some(Trouble::Foreign { go: path.clone(), goos: goos.clone(), goarch: goarch.clone() })
            }
            Some(_) => None,
        }
    }

    /// Whether what runs cannot be told: the `go` is a script, or another program of that name.
    pub fn is_untold(&self) -> bool {
        self.choice.is_none() && self.trouble().is_none()
    }
}

/// Why no `go` runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// PATH has none, or (`chosen`) the folder that was named.
    NoGo { chosen: bool },
    /// It is made for another system.
    Foreign { go: BString, goos: BString, goarch: BString },
}

/// The first `go` on PATH that a shell would start.
fn on_path(environ: &Environ, start: &BStr, files: &dyn Files) -> Option<BString> {
    let os = environ.os();
    at_hand::on_path(environ, start, files)
        .into_iter()
        .find(|path| files.kind(path.as_bstr()).is_some())
        .map(|path| if os == Os::Windows { filepath::clean(os, &path) } else { path })
}

#[cfg(test)]
mod tests;
