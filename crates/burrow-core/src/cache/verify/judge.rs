//! What Go makes of the state of one version, from `modfetch/fetch.go` (`download`,
//! `DownloadZip`, `checkMod`), `modfetch/cache.go` (`DownloadDir`, `readDiskGoMod`) and `modcmd/verify.go`. Reads nothing.

use go_rules::module_zip::Flaw;

use super::{Damage, Detail, Differing, Repair};

/// What kind of module it is; some of go's own lack files that others have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Module,
    /// `golang.org/toolchain`: go asks neither for its `.info` nor for its `.mod`.
    Toolchain,
    /// `golang.org/fips140`: unpacked from GOROOT, with no download but a hash since Go 1.27.
    Fips140,
}

/// What is there of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub sort: Sort,
    pub partial: bool,
    pub info: bool,
    pub go_mod: GoMod,
    pub zip: Zip,
    pub ziphash: Ziphash,
    pub dir: Dir,
    /// Hashes of the zip that go.sum files have; empty: none names it.
    pub expected: Vec<String>,
    /// The hash that the checksum database has; it outweighs all others.
    pub proven: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoMod {
    Absent,
    Present {
        hash: String,
        /// Whether the zip has the same; `None` where it has none, or there is no zip to believe.
        as_zip: Option<bool>,
        /// Whether the folder has the same.
        as_dir: Option<bool>,
        /// Whether go could read it at all.
        is_one: bool,
        /// Hashes that go.sum files have.
        expected: Vec<String>,
        /// The hash that the checksum database has.
        proven: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zip {
    Absent,
    Bad(Flaw),
    Hash(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ziphash {
    Absent,
    /// `isValidSum`: not as long as one.
    NotAHash,
    Hash(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dir {
    Absent,
    /// A file, or a folder that cannot be looked at: go removes it and unpacks again.
    NotAFolder,
    /// A link that leads nowhere: go can unpack nothing in its place. No repair takes away what go did not make.
    Nowhere,
    /// A link to a folder, which builds but does not verify.
    Link,
    /// Not looked into: go unpacks it anew, or nothing is there to compare it with.
    Unproven,
    /// It, or a folder in it, cannot be listed.
    Unreadable(String),
    /// It holds what the zip holds.
    AsZip,
    /// It holds something else than the zip, or there is no zip to compare; with its own hash where that was needed and
    /// could be had.
    Other {
        hash: Option<String>,
        differing: Differing,
    },
}

/// Something that is wrong with a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub damage: Damage,
    pub detail: Detail,
    pub heals_itself: bool,
    pub repair: Repair,
}

impl State {
    /// Whether go builds with the folder as it is. Where there is no hash it first gets one, with the zip or from it, and
    /// then takes the folder for complete.
    fn is_kept(&self) -> bool {
        !self.partial && self.has_dir()
    }

    fn has_dir(&self) -> bool {
        !matches!(self.dir, Dir::Absent | Dir::NotAFolder | Dir::Nowhere)
    }

    fn zip_hash(&self) -> Option<&str> {
        match &self.zip {
            Zip::Hash(zip) => Some(zip),
            _ => None,
        }
    }

    fn recorded(&self) -> Option<&str> {
        match &self.ziphash {
            Ziphash::Hash(hash) => Some(hash),
            _ => None,
        }
    }

    /// The hash of the folder, where it is known and matters.
    fn dir_hash(&self) -> Option<&str> {
        match &self.dir {
            _ if !self.is_kept() => None,
            Dir::AsZip => self.zip_hash(),
            Dir::Other { hash, .. } => hash.as_deref(),
            _ => None,
        }
    }

    fn is_expected(&self, hash: &str) -> bool {
        self.expected.iter().any(|expected| expected == hash)
    }

    /// Whether go hashes the zip again, and refuses it because go.sum does not have that.
    fn is_refused(&self, zip: &str) -> bool {
        self.recorded().is_none() && !self.expected.is_empty() && !self.is_expected(zip)
    }

    /// The hash that is right: the one that is proven, else one of those that are there. `None`: nothing tells.
    fn right(&self) -> Option<&str> {
        if let Some(proven) = &self.proven {
            return Some(proven);
        }
        let (zip, hash, dir) = (self.zip_hash(), self.recorded(), self.dir_hash());
        if let Some(right) = [hash, zip, dir].into_iter().flatten().find(|one| self.is_expected(one)) {
            return Some(right);
        }
        match (zip, hash) {
            (Some(zip), Some(hash)) if zip != hash => dir.filter(|dir| *dir == zip || *dir == hash),
            (zip, hash) => zip.or(hash),
        }
    }
}

/// All that is wrong, first what keeps go from building.
pub fn judge(state: &State) -> Vec<Finding> {
    let mut findings = Findings::default();
    let right = state.right();
    zip(state, right, &mut findings);
    ziphash(state, right, &mut findings);
    dir(state, right, &mut findings);
    unpacked_again(state, &mut findings);
    go_mod(state, &mut findings);
    let has_content = state.zip != Zip::Absent || state.has_dir();
    if state.sort == Sort::Module && has_content && !state.info {
        findings.heals(Damage::InfoMissing, Detail::None);
    }
    findings.0
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn stays(&mut self, damage: Damage, detail: Detail, repair: Repair) {
        self.0.push(Finding { damage, detail, heals_itself: false, repair });
    }

    fn heals(&mut self, damage: Damage, detail: Detail) {
        self.0.push(Finding { damage, detail, heals_itself: true, repair: Repair::None });
    }
}

fn zip(state: &State, right: Option<&str>, findings: &mut Findings) {
    // A hash that is none, or a wrong one, must not outlive the zip: go would ask for no other.
    let with_hash = match &state.ziphash {
        Ziphash::Absent => false,
        Ziphash::NotAHash => true,
        Ziphash::Hash(hash) => right.is_some_and(|right| right != hash),
    };
    let repair = if with_hash { Repair::DeleteZipAndZiphash } else { Repair::DeleteZip };
    match (&state.zip, right) {
        (Zip::Absent, _) => absent_zip(state, findings),
        (Zip::Bad(flaw), _) => findings.stays(Damage::ZipCorrupt, Detail::Flaw(flaw.clone()), repair),
        (Zip::Hash(_), None) => {
            findings.stays(Damage::ZiphashWrong, Detail::NobodyTells, Repair::DeleteZipAndZiphash);
        }
        (Zip::Hash(zip), Some(right)) if zip != right => {
            findings.stays(Damage::ZipCorrupt, contradicted(state, Detail::OtherContent), repair);
        }
        (Zip::Hash(zip), _) if state.is_refused(zip) => {
            findings.stays(Damage::ZipCorrupt, Detail::NotAsInGoSum, repair);
        }
        (Zip::Hash(_), _) => {}
    }
}

/// Where nothing in the cache has the right hash, only the database can have told so.
fn contradicted(state: &State, else_so: Detail) -> Detail {
    let is_alone = |proven: &str| state.zip_hash() != Some(proven) && state.recorded() != Some(proven);
    match state.proven.as_deref().is_some_and(is_alone) {
        true => Detail::NotAsInDatabase,
        false => else_so,
    }
}

fn absent_zip(state: &State, findings: &mut Findings) {
    match state.ziphash {
        _ if state.sort == Sort::Fips140 => {}
        Ziphash::Absent if state.has_dir() => findings.heals(Damage::DownloadMissing, Detail::None),
        Ziphash::Absent => {}
        // Go would make it anew from a zip, but downloads none for a folder that it takes for complete.
        Ziphash::NotAHash if state.is_kept() => {
            findings.stays(Damage::ZiphashWrong, Detail::NotAHash, Repair::DeleteZiphash);
        }
        _ => findings.heals(Damage::ZipMissing, Detail::None),
    }
}

fn ziphash(state: &State, right: Option<&str>, findings: &mut Findings) {
    let goes_too = findings.0.iter().any(|found| found.repair == Repair::DeleteZipAndZiphash);
    match &state.ziphash {
        _ if goes_too || (state.zip == Zip::Absent && state.recorded().is_none()) => {}
        Ziphash::Hash(hash) if right.is_some_and(|right| right != hash) => {
            findings.stays(Damage::ZiphashWrong, contradicted(state, Detail::None), Repair::DeleteZiphash);
        }
        Ziphash::Hash(_) => {}
        Ziphash::NotAHash => findings.heals(Damage::ZiphashMissing, Detail::NotAHash),
        Ziphash::Absent => findings.heals(Damage::ZiphashMissing, Detail::None),
    }
}

fn dir(state: &State, right: Option<&str>, findings: &mut Findings) {
    if !state.is_kept() {
        return;
    }
    let (kind, detail, repair) = match &state.dir {
        Dir::Link => (Damage::DirModified, Detail::Link, Repair::None),
        Dir::Unreadable(why) => (Damage::DirModified, Detail::Unreadable(why.clone()), Repair::DeleteDir),
        // What was unpacked of a zip that go refuses must not outlive it: go would take it for the next one's.
        Dir::AsZip if state.zip_hash().is_some_and(|zip| state.is_refused(zip)) => {
            (Damage::DirModified, Detail::OtherContent, Repair::DeleteDir)
        }
        Dir::AsZip | Dir::Other { .. } if state.dir_hash().is_some() && state.dir_hash() == right => return,
        Dir::AsZip => (Damage::DirModified, Detail::OtherContent, Repair::DeleteDir),
        Dir::Other { differing, .. } => {
            (kind_of(differing), Detail::Files(differing.clone()), Repair::DeleteDir)
        }
        _ => return,
    };
    findings.stays(kind, detail, repair);
}

fn kind_of(differing: &Differing) -> Damage {
    if differing.missing.is_empty() { Damage::DirModified } else { Damage::DirMissingFile }
}

/// Where there is nothing unpacked, go unpacks the zip.
fn unpacked_again(state: &State, findings: &mut Findings) {
    let heals_itself = findings.0.iter().all(|found| found.heals_itself);
    let mut unpacked_again =
        |damage, detail| findings.0.push(Finding { damage, detail, heals_itself, repair: Repair::None });
    if state.partial {
        unpacked_again(Damage::PartialStale, Detail::None);
    }
    match state.dir {
        Dir::Nowhere => findings.stays(Damage::DirModified, Detail::Nowhere, Repair::None),
        Dir::NotAFolder => unpacked_again(Damage::DirMissing, Detail::NotAFolder),
        Dir::Absent if state.zip != Zip::Absent && !state.partial => {
            unpacked_again(Damage::DirMissing, Detail::None);
        }
        _ => {}
    }
}

fn go_mod(state: &State, findings: &mut Findings) {
    if state.sort != Sort::Module {
        return;
    }
    match &state.go_mod {
        GoMod::Absent if state.zip != Zip::Absent || state.has_dir() => {
            findings.heals(Damage::ModMissing, Detail::None);
        }
        GoMod::Absent => {}
        GoMod::Present { hash, proven: Some(proven), .. } => {
            if hash != proven {
                findings.stays(Damage::ModWrong, Detail::NotAsInDatabase, Repair::DeleteMod);
            }
        }
        GoMod::Present { hash, as_zip, as_dir, is_one, expected, proven: None } => {
            if expected.contains(hash) {
                return;
            }
            // What proves nothing itself proves nothing about the go.mod.
            let right = state.right();
            let zip = as_zip.filter(|_| right.is_some() && state.zip_hash() == right);
            let dir = as_dir.filter(|_| right.is_some() && state.dir_hash() == right);
            let detail = match zip.or(dir) {
                Some(true) => return,
                Some(false) => Detail::NotAsInZip,
                None if !is_one => Detail::NotAGoMod,
                None if expected.is_empty() => return,
                None => Detail::NotAsInGoSum,
            };
            findings.stays(Damage::ModWrong, detail, Repair::DeleteMod);
        }
    }
}
