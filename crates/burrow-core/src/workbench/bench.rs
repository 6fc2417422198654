//! Module proxies compared, as the workbench does it: whose modules they are asked for, who is compared, what was found
//! so far, and a profile of it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bstr::{BStr, BString, ByteSlice};
use go_rules::gomod::{ModKind, SumLine};

use super::Workbench;
use super::work::Inner;
use crate::job::{Cancel, Doing, Progress, Step};
use crate::project::find::Limits;
use crate::project::{ProjectFile, known, needs};
use crate::proxy::bench::{
    self, Bench, BenchError, Candidate, Heard, Measured, NoCandidate, Plan, Sample, Source, Values,
};
use crate::proxy::profile::{BuiltIn, Profile, ProfileError, Ready, Variable, Wish, prepare};
use crate::proxy::route::Ground;
use crate::system::files::path_from_bytes;

/// The mirrors that are compared without being asked for.
const MIRRORS: [BuiltIn; 4] = [BuiltIn::Golang, BuiltIn::GoproxyCn, BuiltIn::GoproxyIo, BuiltIn::Aliyun];

/// What a person wants compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchWish {
    /// URLs, or lists as GOPROXY has them, besides those that are known.
    pub urls: Vec<BString>,
    /// Just these: neither GOPROXY nor mirrors nor profiles.
    pub only: bool,
    /// So many modules are asked for at most.
    pub sample: usize,
    /// For one answer.
    pub timeout: Duration,
}

impl Default for BenchWish {
    fn default() -> BenchWish {
        BenchWish { urls: Vec::new(), only: false, sample: 20, timeout: Duration::from_secs(10) }
    }
}

/// A comparison as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct BenchNow {
    /// Which of all comparisons of this process it is.
    number: u64,
    pub sample: Sample,
    pub candidates: Vec<Candidate>,
    /// What is known of each so far, in their order.
    pub rows: Vec<Option<Measured>>,
    /// `None`: it is not over, or was cancelled.
    pub found: Option<Arc<Bench>>,
    /// What a profile of the recommendation would set.
    pub values: Option<Values>,
    /// It is still going on.
    pub running: bool,
}

/// The last comparison of this process.
pub(super) type BenchCell = Mutex<Option<BenchNow>>;

impl Workbench {
    /// What would be compared, and with which modules. Reads files, and asks nobody.
    ///
    /// # Errors
    /// [`NoCandidate`]: something was named that is no server.
    pub fn bench_plan(&self, wish: &BenchWish) -> Result<Plan, NoCandidate> {
        let ground = self.inner.route_ground();
        let mut candidates = Vec::new();
        if !wish.only {
            candidates.extend(bench::of_chain(ground.settings().goproxy.as_bstr()));
        }
        for url in &wish.urls {
            candidates.extend(bench::of_named(url.as_bstr())?);
        }
        if !wish.only {
            candidates.extend(self.known_proxies());
        }
        let sample = self.inner.sample(wish.sample, &ground);
        Ok(Plan { candidates: bench::unite(candidates), sample, timeout: wish.timeout })
    }

    /// Compares as planned; blocks for as long as that takes. What is known so far can be had from
    /// [`Workbench::bench_now`]. One that goes on meanwhile is no longer heard of.
    ///
    /// # Errors
    /// [`BenchError`].
    pub fn bench(
        &self,
        plan: &Plan,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Arc<Bench>, BenchError> {
        let ground = self.inner.route_ground();
        let number = self.inner.begin_bench(plan);
        progress.report(Step { doing: Doing::Comparing, done: 0, total: None });
        let heard = |heard: Heard<'_>| self.inner.hear_of_bench(number, plan, &heard, progress);
        let found = bench::bench(plan, ground.settings(), cancel, &heard).map(Arc::new);
        self.inner.now_of_bench(number, |now| {
            now.running = false;
            if let Ok(found) = &found {
                now.rows = found.rows.iter().cloned().map(Some).collect();
                let take = found.recommendation.take;
                now.values = take.and_then(|at| bench::values(found, at, ground.settings()));
                now.found = Some(Arc::clone(found));
            }
        });
        found
    }

    /// The last comparison of this process, also one that is going on.
    pub fn bench_now(&self) -> Option<BenchNow> {
        lock(&self.inner.bench).clone()
    }

    /// The recommendation of the last comparison as a profile of this name, for [`Workbench::keep_profile`]. `None`: there
    /// is none.
    ///
    /// # Errors
    /// The name is one that no profile may have, or a value holds a secret.
    pub fn bench_profile(&self, name: &str) -> Result<Option<Ready>, ProfileError> {
        let Some(values) = self.bench_now().and_then(|now| now.values) else { return Ok(None) };
        let profile = Profile::new(name)?;
        let values = vec![(Variable::Goproxy, values.goproxy), (Variable::Gosumdb, values.gosumdb)];
        Ok(Some(prepare(Wish { profile, values, keychain: false })?))
    }

    /// The servers of the well-known mirrors and of kept profiles.
    fn known_proxies(&self) -> Vec<Candidate> {
        // Without its store Burrow still knows the mirrors.
        let own = self.inner.store.profiles().unwrap_or_default();
        let mirrors = MIRRORS.into_iter().map(|id| (self.inner.built_in(id).profile, Source::BuiltIn(id)));
        let own = own.into_iter().map(|profile| {
            let source = Source::Profile(profile.name().to_owned());
            (profile, source)
        });
        let candidates = |(profile, source): (Profile, Source)| {
            let goproxy = profile.setting(Variable::Goproxy).and_then(|setting| setting.value.clone());
            bench::of_profile(BStr::new(&goproxy.unwrap_or_default()), &source)
        };
        mirrors.chain(own).flat_map(candidates).collect()
    }
}

impl Inner {
    /// Of the project of the context; where there is none, of the known projects; else of what many use.
    fn sample(&self, most: usize, ground: &Ground) -> Sample {
        let os = self.options.environ.os();
        let read = |files: &[ProjectFile]| -> (Vec<PathBuf>, Vec<SumLine>) {
            let mut all = (Vec::new(), Vec::new());
            for file in files {
                // A project that go would not read has nothing to say; others do.
                let lines = needs::sums(file, os).unwrap_or_default();
                if !lines.is_empty() {
                    all.0.push(match file.kind() {
                        ModKind::Mod => file.folder().join("go.sum"),
                        ModKind::Work => file.path().to_path_buf(),
                    });
                    all.1.extend(lines);
                }
            }
            all
        };
        let here = self.project_here();
        let (files, lines) = read(here.as_slice());
        if !lines.is_empty() {
            return bench::of_sums(files, &lines, most, ground);
        }
        let folders = known::known(&self.store, Limits::of_named()).unwrap_or_default();
        let (files, lines) = read(&known::files(&folders));
        if lines.is_empty() {
            bench::well_known(most, ground)
        } else {
            bench::of_sums(files, &lines, most, ground)
        }
    }

    /// go.work where go finds one, else go.mod.
    fn project_here(&self) -> Option<ProjectFile> {
        let state = self.state();
        let resolved = &state.picture.context()?.resolved;
        let file = |name: &str| path_from_bytes(resolved.value(name)).filter(|path| path.is_file());
        ProjectFile::of(file("GOWORK").or_else(|| file("GOMOD"))?)
    }

    fn begin_bench(&self, plan: &Plan) -> u64 {
        let mut cell = lock(&self.bench);
        let number = cell.as_ref().map_or(0, |before| before.number) + 1;
        *cell = Some(BenchNow {
            number,
            sample: plan.sample.clone(),
            candidates: plan.candidates.clone(),
            rows: vec![None; plan.candidates.len()],
            found: None,
            values: None,
            running: true,
        });
        number
    }

    /// Changes what is known, unless another comparison has begun since.
    fn now_of_bench(&self, number: u64, change: impl FnOnce(&mut BenchNow)) {
        if let Some(now) = lock(&self.bench).as_mut().filter(|now| now.number == number) {
            change(now);
        }
    }

    fn hear_of_bench(&self, number: u64, plan: &Plan, heard: &Heard<'_>, progress: &dyn Progress) {
        match heard {
            Heard::Row(at, row) => self.now_of_bench(number, |now| {
                if let Some(place) = now.rows.get_mut(*at) {
                    *place = Some((*row).clone());
                }
            }),
            Heard::Asked { done, total } => {
                let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
                progress.report(Step {
                    doing: Doing::Comparing,
                    done: count(*done),
                    total: Some(count(*total)),
                });
            }
            Heard::Downloading(at) => {
                let host = plan.candidates.get(*at).map(|candidate| candidate.shown.clone());
                let doing = Doing::Asking { host: host.unwrap_or_default() };
                progress.report(Step { doing, done: 0, total: None });
            }
        }
    }
}

/// What a panic left is still the last whole value.
fn lock(cell: &BenchCell) -> MutexGuard<'_, Option<BenchNow>> {
    cell.lock().unwrap_or_else(PoisonError::into_inner)
}
