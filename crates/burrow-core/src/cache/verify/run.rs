//! Looks at every version: some at once, the largest first, so that no large one is left to the last thread.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use bstr::ByteSlice;
use go_rules::module::h1_of_go_mod;
use go_rules::module_zip::Flaw;
use sha2::{Digest, Sha256};

use super::super::ModuleVersion;
use super::content::{self, Content, Reading, Stopped, is_put_there_by_go};
use super::find::{Places, versions};
use super::folder::Folder;
use super::judge::{Dir, Finding, GoMod, Sort, State, Zip, Ziphash, judge};
use super::locked::quiet;
use super::sums::{SumMismatch, Sums};
use super::{Ask, Damage, Damaged, Differing, Proven, Unvouched, Verified, VerifyError};
use crate::job::{Cancel, Cancelled, Doing, Progress, Step};

/// No go.mod that go reads is larger (`zip.MaxGoMod`).
const MOST_OF_GO_MOD: u64 = 16 << 20;
/// Many times what a hash takes.
const MOST_OF_HASH: u64 = 4096;

/// Verifies all versions that are in the cache, or those that are asked for. Changes nothing.
///
/// # Errors
/// Cancelled, or the cache cannot be listed.
pub fn verify(ask: &Ask, cancel: &Cancel, progress: &dyn Progress) -> Result<Verified, VerifyError> {
    let places = match &ask.only {
        None => versions(&ask.root)?,
        Some(only) => only.iter().filter_map(|version| Places::of(&ask.root, version)).collect(),
    };
    let sums = Sums::read(&ask.sums);
    let mut sized: Vec<(u64, Places)> = places.into_iter().map(|one| (zip_size(&one), one)).collect();
    sized.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    let total = sized.iter().map(|(size, _)| size).sum();
    progress.report(Step::begin(Doing::Verifying, Some(total)));
    let done = AtomicU64::new(0);
    let read = |bytes: u64| {
        let done = done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        progress.report(Step { doing: Doing::Verifying, done: done.min(total), total: Some(total) });
    };
    let look = Look { sums: &sums, proven: &ask.proven, cancel, read: &read };
    let all = Mutex::new(Verified { checked: sized.len() as u64, ..Verified::default() });
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((_, places)) = sized.get(next.fetch_add(1, Ordering::Relaxed)) {
            match look.at(places) {
                Ok(of_one) => of_one.join(places, &all),
                Err(Cancelled) => return,
            }
        }
    };
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            scope.spawn(|_| work());
        }
    });
    cancel.check()?;
    let mut all = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.sort();
    Ok(all)
}

fn zip_size(places: &Places) -> u64 {
    fs::metadata(places.file(".zip")).map_or(0, |facts| facts.len())
}

/// What looking goes by.
struct Look<'a> {
    sums: &'a Sums,
    proven: &'a Proven,
    cancel: &'a Cancel,
    read: &'a (dyn Fn(u64) + Sync),
}

/// What was found of one version.
#[derive(Default)]
struct OfOne {
    busy: bool,
    findings: Vec<Finding>,
    sums: Vec<SumMismatch>,
    unvouched: Option<Unvouched>,
}

impl OfOne {
    fn join(self, places: &Places, all: &Mutex<Verified>) {
        let mut all = all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if self.busy {
            all.busy.push(places.version.clone());
        }
        all.sums.extend(self.sums);
        all.unvouched.extend(self.unvouched);
        all.damaged.extend(self.findings.into_iter().map(|found| Damaged {
            version: places.version.clone(),
            path: path_of(found.damage, places),
            damage: found.damage,
            detail: found.detail,
            heals_itself: found.heals_itself,
            repair: found.repair,
        }));
    }
}

fn path_of(damage: Damage, places: &Places) -> std::path::PathBuf {
    match damage {
        Damage::ZipMissing | Damage::DownloadMissing | Damage::ZipCorrupt => places.file(".zip"),
        Damage::ZiphashMissing | Damage::ZiphashWrong => places.file(".ziphash"),
        Damage::ModMissing | Damage::ModWrong => places.file(".mod"),
        Damage::InfoMissing => places.file(".info"),
        Damage::PartialStale => places.file(".partial"),
        Damage::DirMissing | Damage::DirModified | Damage::DirMissingFile => places.dir.clone(),
    }
}

impl Look<'_> {
    /// Nothing is said to be damaged before it was looked at while no go was at it.
    fn at(&self, places: &Places) -> Result<OfOne, Cancelled> {
        let lock = places.file(".lock");
        // What is being unpacked need not be read first.
        if places.file(".partial").exists() && quiet(&lock).is_none() {
            return Ok(OfOne { busy: true, ..OfOne::default() });
        }
        let first = self.once(places)?;
        if first.findings.is_empty() {
            return Ok(first);
        }
        match quiet(&lock) {
            None => Ok(OfOne { busy: true, ..OfOne::default() }),
            // What is only absent was seen at once.
            Some(_lock) if first.findings.iter().all(|found| is_light(found.damage)) => Ok(first),
            Some(_lock) => {
                let unread = Look { read: &|_| (), ..*self };
                unread.once(places)
            }
        }
    }

    fn once(&self, places: &Places) -> Result<OfOne, Cancelled> {
        self.cancel.check()?;
        let state = self.state(places)?;
        let findings = judge(&state);
        let mut sums = Vec::new();
        let agrees = !findings.iter().any(|found| !found.heals_itself);
        if agrees {
            let against = |of_go_mod, found| {
                let is_proven = self.proven.of(&places.version, of_go_mod) == Some(found);
                self.sums.against(&places.version, of_go_mod, found, is_proven)
            };
            if let Some(found) = content_hash(&state) {
                sums = against(false, found);
            }
            if let GoMod::Present { hash, .. } = &state.go_mod {
                sums.extend(against(true, hash));
            }
        }
        let unvouched = unvouched(&places.version, &state);
        Ok(OfOne { busy: false, findings, sums, unvouched })
    }

    fn state(&self, places: &Places) -> Result<State, Cancelled> {
        let sort = match places.version.module.as_slice() {
            b"golang.org/toolchain" => Sort::Toolchain,
            b"golang.org/fips140" => Sort::Fips140,
            _ => Sort::Module,
        };
        let mut state = State {
            sort,
            partial: places.file(".partial").exists(),
            info: places.file(".info").exists(),
            go_mod: GoMod::Absent,
            zip: Zip::Absent,
            ziphash: ziphash(&places.file(".ziphash")),
            dir: Dir::Absent,
            expected: self.sums.of(&places.version, false),
            proven: self.proven.of(&places.version, false).map(ToOwned::to_owned),
        };
        let folder = match folder(&places.dir) {
            Ok(folder) => Some(folder),
            Err(dir) => {
                state.dir = dir;
                None
            }
        };
        // A folder that go would unpack again is not looked into, but to tell that it is modified.
        let folder = folder.map(|folder| folder.map(|folder| (!state.partial).then_some(folder)));
        self.fill(places, folder, &mut state)?;
        Ok(state)
    }

    fn fill(
        &self,
        places: &Places,
        folder: Option<io::Result<Option<Folder>>>,
        state: &mut State,
    ) -> Result<(), Cancelled> {
        let prefix = format!("{}@{}/", places.version.module, places.version.version);
        let opened = match &folder {
            Some(Ok(Some(folder))) => Some(folder),
            _ => None,
        };
        let is_toolchain = state.sort == Sort::Toolchain;
        let Look { cancel, read, .. } = *self;
        let reading = Reading { prefix: &prefix, folder: opened, is_toolchain, cancel, read };
        let zip = places.file(".zip");
        let mut kept: Option<Content> = None;
        let mut differing = None;
        // Go asks for what a link leads to, too.
        let read = fs::metadata(&zip).map(|facts| match facts.is_file() {
            true => content::read(&zip, &reading),
            // A pipe would be waited for.
            false => Err(Flaw::NotAZip.into()),
        });
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => state.zip = Zip::Bad(error.into()),
            Ok(Err(Stopped::Cancelled(cancelled))) => return Err(cancelled),
            Ok(Err(Stopped::Flaw(flaw))) => state.zip = Zip::Bad(flaw),
            Ok(Ok(compared)) => {
                state.zip = Zip::Hash(compared.content.hash.clone());
                kept = Some(compared.content);
                differing = compared.differing;
            }
        }
        if let Some(folder) = &folder {
            state.dir = self.dir(folder.as_ref(), differing, is_toolchain, &prefix, state)?;
        }
        state.go_mod = self.go_mod(places, kept.as_ref(), opened);
        Ok(())
    }

    fn dir(
        &self,
        folder: Result<&Option<Folder>, &io::Error>,
        differing: Option<Differing>,
        is_toolchain: bool,
        prefix: &str,
        state: &State,
    ) -> Result<Dir, Cancelled> {
        let folder = match folder {
            Err(error) => return Ok(Dir::Unreadable(error.to_string())),
            Ok(None) => return Ok(Dir::Unproven),
            Ok(Some(folder)) => folder,
        };
        match differing {
            Some(differing) if differing.count == 0 => return Ok(Dir::AsZip),
            // Zip and hash agree: no need to know what else the folder is.
            Some(differing) if is_settled(state) => return Ok(Dir::Other { hash: None, differing }),
            _ => {}
        }
        let mut differing = differing.unwrap_or_default();
        if folder.files.is_empty() && differing.count == 0 {
            // No module is without any file.
            differing.miss(b"go.mod");
        } else if !can_be_compared(state) {
            return Ok(Dir::Unproven);
        }
        let hash = if is_toolchain {
            hash_of_toolchain(folder, prefix, self.cancel)
        } else {
            folder.hash(prefix, self.cancel)
        };
        self.cancel.check()?;
        Ok(Dir::Other { hash: hash.ok(), differing })
    }

    fn go_mod(&self, places: &Places, zip: Option<&Content>, folder: Option<&Folder>) -> GoMod {
        let path = places.file(".mod");
        let Some(bytes) = small(&path, MOST_OF_GO_MOD) else { return GoMod::Absent };
        let sum: [u8; 32] = Sha256::digest(&bytes).into();
        let in_folder = folder.and_then(|folder| {
            let mut content = Vec::new();
            io::Read::read_to_end(&mut folder.open(b"go.mod".as_bstr()).ok()?, &mut content).ok()?;
            Some(content)
        });
        GoMod::Present {
            hash: h1_of_go_mod(&bytes),
            as_zip: zip.and_then(|zip| zip.go_mod).map(|go_mod| go_mod == sum),
            as_dir: in_folder.map(|content| content == bytes),
            is_one: bytes.lines().any(|line| line.trim_start().starts_with(b"module")),
            expected: self.sums.of(&places.version, true),
            proven: self.proven.of(&places.version, true).map(ToOwned::to_owned),
        }
    }
}

/// Without what go has put there itself.
fn hash_of_toolchain(folder: &Folder, prefix: &str, cancel: &Cancel) -> io::Result<String> {
    let names: Vec<_> =
        folder.files.iter().filter(|name| !is_put_there_by_go(folder, name)).cloned().collect();
    folder.hash_of(&names, prefix, cancel)
}

/// The hash on which what is there agrees.
fn content_hash(state: &State) -> Option<&str> {
    match (&state.zip, &state.ziphash) {
        (Zip::Hash(hash), _) | (Zip::Absent, Ziphash::Hash(hash)) => Some(hash),
        _ => None,
    }
}

/// What a checksum database would have to vouch for; `None`: a go.sum does, or it is nothing that Go asks about.
fn unvouched(version: &ModuleVersion, state: &State) -> Option<Unvouched> {
    let vouched = |found: Option<&str>, expected: &[String]| match found {
        Some(found) => expected.iter().any(|expected| expected == found),
        None => !expected.is_empty(),
    };
    let zip = content_hash(state);
    let has_content =
        state.zip != Zip::Absent || state.ziphash != Ziphash::Absent || state.dir != Dir::Absent;
    let needs_zip = has_content && !vouched(zip, &state.expected);
    let go_mod = match &state.go_mod {
        GoMod::Present { hash, expected, .. } if state.sort == Sort::Module => {
            Some(hash).filter(|hash| !vouched(Some(hash), expected))
        }
        _ => None,
    };
    let asked = state.sort != Sort::Fips140 && (needs_zip || go_mod.is_some());
    asked.then(|| Unvouched {
        version: version.clone(),
        has_content,
        zip: zip.map(ToOwned::to_owned),
        go_mod: go_mod.cloned(),
    })
}

/// Whether the zip is right whatever the folder is.
fn is_settled(state: &State) -> bool {
    let Zip::Hash(zip) = &state.zip else { return false };
    let agrees = !matches!(&state.ziphash, Ziphash::Hash(hash) if hash != zip);
    agrees
        && match &state.proven {
            Some(proven) => proven == zip,
            None => state.expected.is_empty() || state.expected.contains(zip),
        }
}

/// Whether there is a hash that the folder could have.
fn can_be_compared(state: &State) -> bool {
    matches!(state.ziphash, Ziphash::Hash(_))
        || matches!(state.zip, Zip::Hash(_))
        || !state.expected.is_empty()
        || state.proven.is_some()
}

fn is_light(damage: Damage) -> bool {
    matches!(
        damage,
        Damage::ZipMissing
            | Damage::InfoMissing
            | Damage::DirMissing
            | Damage::DownloadMissing
            | Damage::ModMissing
    )
}

fn ziphash(path: &Path) -> Ziphash {
    let Some(bytes) = small(path, MOST_OF_HASH) else { return Ziphash::Absent };
    let text = bytes.trim().to_str_lossy().into_owned();
    // `isValidSum` looks at the length only, and go stops where another kind of hash begins.
    if text.len() == 47 && !text.contains('\0') { Ziphash::Hash(text) } else { Ziphash::NotAHash }
}

/// What is in a small file; nothing of one that is larger, that cannot be read, or that is no file: a pipe would be
/// waited for. `None`: it is not there.
fn small(path: &Path, most: u64) -> Option<Vec<u8>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Ok(facts) if facts.is_file() && facts.len() <= most => Some(fs::read(path).unwrap_or_default()),
        _ => Some(Vec::new()),
    }
}

/// The folder of a version, opened; or why there is none.
fn folder(dir: &Path) -> Result<io::Result<Folder>, Dir> {
    let facts = fs::symlink_metadata(dir).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Dir::Absent,
        _ => Dir::NotAFolder,
    })?;
    if facts.is_symlink() {
        return Err(match fs::metadata(dir) {
            Ok(facts) if facts.is_dir() => Dir::Link,
            Ok(_) => Dir::NotAFolder,
            Err(_) => Dir::Nowhere,
        });
    }
    if !facts.is_dir() {
        return Err(Dir::NotAFolder);
    }
    Ok(Folder::read(dir))
}
