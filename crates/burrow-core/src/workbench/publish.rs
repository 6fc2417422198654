//! What differs from the picture before, and who is told.

use std::sync::{Arc, PoisonError};

use super::snapshot::Snapshot;
use super::work::{Cause, Inner, State};
use super::{Changed, Topic};
use crate::env::view::Variable;
use crate::system::clock;

impl Inner {
    /// Publishes the picture if it differs. Returns its revision.
    pub fn publish(&self, state: &mut State, cause: Cause) -> u64 {
        let old = Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner));
        let mut new = state.picture.snapshot.clone();
        if cause == Cause::Disk {
            self.mark_touched(state, &old, &new);
        }
        for variable in &mut new.variables {
            variable.touched_at = state.touched.get(&variable.name).copied();
        }
        new.changed_at = state.changed_at;
        new.revision = old.revision;
        let mut topics = Vec::new();
        if new != *old {
            topics.push(Topic::Environment);
        }
        let newest = self.newest(&state.picture);
        if newest != state.newest_entry {
            state.newest_entry = newest;
            topics.push(Topic::History);
        }
        if topics.contains(&Topic::Environment) && self.proxies.environment_differs() {
            topics.push(Topic::Proxies);
        }
        if topics.is_empty() {
            return state.revision;
        }
        state.revision += 1;
        new.revision = state.revision;
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        self.announce(state.revision, topics);
        state.revision
    }

    /// One topic differs, whose picture is made when somebody asks for it.
    pub fn announce_topic(&self, topic: Topic) {
        let mut state = self.state();
        state.revision += 1;
        self.announce(state.revision, vec![topic]);
    }

    pub fn announce(&self, revision: u64, topics: Vec<Topic>) {
        self.doctor.heard(&topics);
        self.projects.heard(&topics);
        let topics = self.with_welcome(topics);
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|l| l.send(Changed { revision, topics: topics.clone() }).is_ok());
    }

    /// Remembers which variables just changed on disk.
    fn mark_touched(&self, state: &mut State, old: &Snapshot, new: &Snapshot) {
        if old.context.asker != new.context.asker {
            return;
        }
        let now = clock::now_ms();
        let same = |a: &Variable, b: &Variable| a.value == b.value && a.rungs == b.rungs;
        let known = |variable: &Variable| old.variables.iter().find(|v| v.name == variable.name);
        let mut any = false;
        for variable in &new.variables {
            if known(variable).is_none_or(|before| !same(before, variable)) {
                state.touched.insert(variable.name.clone(), now);
                any = true;
            }
        }
        if any || old.goenv != new.goenv || old.variables.len() != new.variables.len() {
            state.changed_at = Some(now);
        }
    }
}
