//! The section of installed programs: listed when somebody asks, then again whenever something may differ.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use bstr::ByteSlice;

use super::super::work::Inner;
use super::super::{Topic, Workbench};
use super::hunter::Errand;
use crate::job::{Cancel, Progress};
use crate::open::OpenError;
use crate::sdk::programs::{self, Look, NotRemoved, Program, Programs, RebuildError, Rebuilt};
use crate::system::DiskFiles;
use crate::watch::{Why, Wish};

/// Folders that come to the watch may hold what was not seen yet.
const LOOKS: usize = 3;

impl Workbench {
    /// What lies in GOBIN and GOPATH/bin of this context; from the first question on, what differs is announced.
    pub fn programs(&self) -> Arc<Programs> {
        let shown = self.inner.section.programs.read().unwrap_or_else(PoisonError::into_inner).clone();
        shown.unwrap_or_else(|| self.inner.look_for_programs())
    }

    /// The program with this path.
    ///
    /// # Errors
    /// [`OpenError::Gone`]: there is none.
    pub fn program(&self, path: &Path) -> Result<Program, OpenError> {
        let programs = self.programs();
        let program = programs.programs.iter().find(|program| program.path == path);
        program.cloned().ok_or_else(|| OpenError::Gone(path.to_path_buf()))
    }

    /// Builds a program anew with the Go of this context; blocks for as long as go takes.
    ///
    /// # Errors
    /// [`RebuildError`]: the old one is as it was.
    pub fn rebuild_program(
        &self,
        program: &Program,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Rebuilt, RebuildError> {
        let look = self.inner.programs_look();
        let rebuilt = programs::rebuild(program, &look, &DiskFiles, cancel, progress);
        self.inner.errand(Errand::Programs);
        rebuilt
    }

    /// Moves a program to the trash.
    ///
    /// # Errors
    /// [`NotRemoved`]: it is where it was.
    pub fn remove_program(&self, path: &Path) -> Result<Arc<Programs>, NotRemoved> {
        programs::remove(&self.inner.programs_look(), path, &DiskFiles)?;
        Ok(self.inner.look_for_programs())
    }
}

impl Inner {
    fn programs_look(&self) -> Look {
        let question = self.sdk_question();
        Look::seen(&question.environ, question.dir.as_bstr(), &question.resolved, question.go.as_ref())
    }

    /// Lists them, and announces what differs from what was shown.
    pub(super) fn look_for_programs(&self) -> Arc<Programs> {
        let (mut look, mut list);
        let mut looks = 0;
        loop {
            look = self.programs_look();
            list = programs::list(&look, &DiskFiles);
            looks += 1;
            if !self.watch_bins(&look, &list) || looks == LOOKS {
                break;
            }
        }
        let mut state = self.state();
        let mut shown = self.section.programs.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = shown.as_ref().filter(|before| ***before == list) {
            return Arc::clone(before);
        }
        let list = Arc::new(list);
        if shown.replace(Arc::clone(&list)).is_some() {
            state.revision += 1;
            self.announce(state.revision, vec![Topic::Programs]);
        }
        list
    }

    /// `true` when a folder came to the watch.
    fn watch_bins(&self, look: &Look, list: &Programs) -> bool {
        let listed = list.folders.iter().map(|folder| folder.path.clone());
        let named = look.gobin.iter().map(|(gobin, _)| gobin.clone());
        let gopath = look.gopath.iter().map(|entry| entry.join("bin"));
        let bins: std::collections::BTreeSet<PathBuf> = listed.chain(named).chain(gopath).collect();
        let mut state = self.state();
        state.program_wishes = bins.into_iter().map(|bin| Wish::entries(bin, Why::Programs)).collect();
        self.follow(&mut state)
    }
}
