//! From the core's typed values to what the window gets: words in the person's language, paths shortened with
//! `~`, every file that is told remembered in [`Shown`]. Decides nothing; one file per topic.

mod app;
mod bench;
mod cache;
mod cache_damage;
mod cache_projects;
mod cache_rows;
mod change;
mod clean;
mod doctor;
mod env;
mod history;
mod install;
mod job;
mod private;
mod profile;
mod programs;
mod project;
mod project_detail;
mod proxy;
mod reference;
mod remedy;
mod remove;
mod route;
mod sdk;
mod shown;
mod switch;
mod team;
mod warm;
mod welcome;

use std::path::Path;

use burrow_core::place::{self, display_path};
use burrow_core::text::{self, Lang, Tell};

use crate::dto::app::{Place, Problem};

pub use private::drafts;
pub use project::Running;
pub use shown::Shown;

/// How this window is answered.
#[derive(Debug, Clone, Copy)]
pub struct Wire<'a> {
    pub lang: Lang,
    /// The home directory, to shorten paths with `~`.
    pub home: Option<&'a Path>,
    /// Takes note of every file that an answer names.
    pub shown: &'a Shown,
}

impl Wire<'_> {
    /// Anything that can be told, as a problem.
    pub fn problem(&self, what: &impl Tell) -> Problem {
        problem(what.tell(self.lang))
    }

    /// A sentence with the paths in it as they are shown everywhere else.
    fn short(&self, sentence: &str) -> String {
        place::display_paths(sentence, self.home)
    }

    fn place(&self, place: &place::Place) -> Place {
        Place { file: self.shown.note(&place.file), line: place.line, display: place.display(self.home) }
    }

    fn maybe_place(&self, place: &Option<place::Place>) -> Option<Place> {
        place.as_ref().map(|p| self.place(p))
    }

    /// A file that this command has made.
    pub fn file(&self, path: &Path) -> Place {
        self.path(path)
    }

    fn path(&self, path: &Path) -> Place {
        Place { file: self.shown.note(path), line: None, display: display_path(path, self.home) }
    }
}

/// A sentence as a heading.
fn without_stop(text: &str) -> String {
    text.trim_end_matches(['.', '。']).to_owned()
}

fn problem(told: text::Problem) -> Problem {
    Problem { code: told.code.to_owned(), message: told.message, subject: told.subject, hint: told.hint }
}

/// `T` on the wire is made from a value of the core by the name alone.
macro_rules! same_names {
    ($core:ty => $wire:ty { $($name:ident),+ $(,)? }) => {
        impl From<$core> for $wire {
            fn from(value: $core) -> Self {
                match value {
                    $(<$core>::$name => <$wire>::$name,)+
                }
            }
        }
    };
}
use same_names;
