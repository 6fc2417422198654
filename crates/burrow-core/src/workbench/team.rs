//! A team's file beside what is so in the project's own folder, and one made from that: its go.mod or go.work decides
//! which toolchain runs there, and with it what holds.

use std::path::Path;

use bstr::ByteSlice;

use super::Workbench;
use super::ask::Answer;
use super::build::{self, Parts, Picture};
use super::work::Inner;
use crate::env::resolve::Asked;
use crate::project::team::{self, Kept, LeftOut, Present, Proposal, Seen, TeamFile};
use crate::proxy::profile::{Fault, Wish, prepare};
use crate::sdk::inventory::hunt;
use crate::sdk::which::which;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;

impl Workbench {
    /// What following a team's file would change for a project in this folder. Takes as long as a hunt for toolchains.
    pub fn team_proposal(&self, folder: &Path, file: &TeamFile) -> Proposal {
        let question = self.inner.sdk_question();
        let picture = self.inner.picture_in(folder);
        let runs = picture.context().and_then(|answer| self.inner.runs(answer));
        let installed: Vec<String> = hunt(&question.hunt, &DiskFiles)
            .iter()
            .filter_map(|sdk| Some(sdk.version.as_ref()?.to_str_lossy().into_owned()))
            .collect();
        let name = file.profile.as_ref().map(|profile| profile.name().to_owned());
        let kept = name.and_then(|name| self.kept_profile(&name).ok().flatten());
        let rules = picture.context().map_or(question.resolved.rules, |answer| answer.resolved.rules);
        team::proposal(
            file,
            &Seen {
                variables: &picture.snapshot.variables,
                environ: &question.environ,
                rules,
                runs: runs.as_deref(),
                installed: &installed,
                kept: kept.as_ref(),
            },
        )
    }

    /// Keeps the profile of a file that is followed, so that a person can go back to it; never over one of their own.
    /// Its name where it was kept now; without it the settings are what they should be all the same.
    pub fn keep_team_profile(&self, proposal: &Proposal) -> Option<String> {
        let part = proposal.profile.as_ref().filter(|part| part.kept == Kept::No)?;
        let wish = Wish { profile: part.profile.clone(), values: Vec::new(), keychain: false };
        self.keep_profile(&prepare(wish).ok()?).ok()?;
        Some(part.profile.name().to_owned())
    }

    /// A team's file out of what is in effect in this folder, and what had to be left out of it. `before`: the file
    /// that is there; its notes and links stay.
    ///
    /// # Errors
    /// [`Fault`]: no profile may have that name.
    pub fn team_of_present(
        &self,
        folder: &Path,
        name: &str,
        before: Option<&TeamFile>,
    ) -> Result<(TeamFile, Vec<LeftOut>), Fault> {
        let question = self.inner.sdk_question();
        let picture = self.inner.picture_in(folder);
        let answer = picture.context();
        let variables = answer.map(build::everything).unwrap_or_default();
        let runs = answer.and_then(|answer| self.inner.runs(answer));
        let (mut made, left) = team::present(&Present {
            name,
            variables: &variables,
            environ: &question.environ,
            runs: runs.as_deref(),
        })?;
        if let Some(before) = before {
            made.notes.clone_from(&before.notes);
            made.links.clone_from(&before.links);
        }
        Ok((made, left))
    }
}

impl Inner {
    /// What go makes of another folder, for whom and with which toolchain the context says.
    fn picture_in(&self, folder: &Path) -> Picture {
        let state = self.state();
        let (slots, choice) = (state.slots.clone(), state.choice.clone());
        drop(state);
        let real = dunce::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        build::picture(Parts {
            slots: &slots,
            choice: &choice,
            directory: &real,
            started_in: self.options.started_in.as_deref(),
            home: self.options.home.as_deref(),
            toolchains: &[],
            notices: Vec::new(),
            answers: &self.answers,
        })
    }

    /// The toolchain that would run; `None`: none, or it cannot be told.
    fn runs(&self, answer: &Answer) -> Option<String> {
        let goroot = self.state().choice.goroot.as_deref().map(path_to_bytes);
        let goroot = goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked = Asked { environ: &answer.environ, dir: answer.dir.as_bstr(), started_in: None, goroot };
        let choice = which(&asked, &DiskFiles).choice?;
        choice.toolchain.filter(|_| choice.error.is_none()).map(|name| name.to_str_lossy().into_owned())
    }
}
