//! What Go makes of the state of one version: the table of go-semantics §6.2, from `modfetch/fetch.go` (`download`,
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
    /// A link that leads nowhere: go can unpack nothing in its place.
    Nowhere,
    /// A link to a folder, which builds but does not verify.
    Link,
    /// It, or a folder in it, cannot be listed.
    Unreadable(String),
    /// It holds what the zip holds.
    AsZip,
    /// It holds something else than the zip, or there is no zip to compare; with its own hash where that was needed.
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
    /// Whether go takes the folder as it is (`DownloadDir`).
    fn is_extracted(&self) -> bool {
        !self.partial && self.ziphash != Ziphash::Absent && self.has_dir()
    }

    fn has_dir(&self) -> bool {
        !matches!(self.dir, Dir::Absent | Dir::NotAFolder | Dir::Nowhere)
    }

    /// The hash of the folder, where it is known.
    fn dir_hash(&self) -> Option<&str> {
        match (&self.dir, &self.zip) {
            (Dir::AsZip, Zip::Hash(zip)) => Some(zip),
            (Dir::Other { hash, .. }, _) => hash.as_deref(),
            _ => None,
        }
    }
}

/// All that is wrong, first what keeps go from building.
pub fn judge(state: &State) -> Vec<Finding> {
    let mut findings = Findings::default();
    match &state.ziphash {
        Ziphash::Absent => without_hash(state, &mut findings),
        Ziphash::NotAHash => with_no_hash(state, &mut findings),
        Ziphash::Hash(hash) => with_hash(state, hash, &mut findings),
    }
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

    /// Whether one of these was found.
    fn doubts(&self, damages: &[Damage]) -> bool {
        self.0.iter().any(|found| damages.contains(&found.damage))
    }

    fn dir(&mut self, state: &State) {
        match &state.dir {
            Dir::Link => self.stays(Damage::DirModified, Detail::Link, Repair::DeleteDir),
            Dir::Unreadable(why) => {
                self.stays(Damage::DirModified, Detail::Unreadable(why.clone()), Repair::DeleteDir);
            }
            Dir::AsZip => self.stays(Damage::DirModified, Detail::OtherContent, Repair::DeleteDir),
            Dir::Other { differing, .. } => {
                self.stays(kind_of(differing), Detail::Files(differing.clone()), Repair::DeleteDir);
            }
            _ => {}
        }
    }
}

fn kind_of(differing: &Differing) -> Damage {
    if differing.missing.is_empty() { Damage::DirModified } else { Damage::DirMissingFile }
}

/// Go hashes the zip again and unpacks it again, whatever the folder holds; without a zip it downloads.
fn without_hash(state: &State, findings: &mut Findings) {
    match &state.zip {
        Zip::Absent if state.sort == Sort::Fips140 => {}
        Zip::Absent if state.has_dir() => findings.heals(Damage::DownloadMissing, Detail::None),
        Zip::Absent => {}
        Zip::Bad(flaw) => {
            findings.stays(Damage::ZipCorrupt, Detail::Flaw(flaw.clone()), Repair::DeleteZip);
            findings.heals(Damage::ZiphashMissing, Detail::None);
        }
        Zip::Hash(zip) => {
            let refused = !state.expected.is_empty() && !state.expected.contains(zip);
            if refused {
                findings.stays(Damage::ZipCorrupt, Detail::NotAsInGoSum, Repair::DeleteZip);
            }
            findings.heals(Damage::ZiphashMissing, Detail::None);
            if let Dir::Other { differing, .. } = &state.dir
                && !state.partial
                && !refused
            {
                findings.heals(kind_of(differing), Detail::Files(differing.clone()));
            }
        }
    }
}

/// Go hashes the zip again, and takes the folder as it is.
fn with_no_hash(state: &State, findings: &mut Findings) {
    match &state.zip {
        Zip::Absent if state.is_extracted() => {
            findings.stays(Damage::ZiphashWrong, Detail::NotAHash, Repair::DeleteZiphash);
        }
        // It is written again with the zip.
        Zip::Absent => findings.heals(Damage::ZipMissing, Detail::None),
        Zip::Bad(flaw) => {
            let repair = Repair::DeleteZipAndZiphash;
            findings.stays(Damage::ZipCorrupt, Detail::Flaw(flaw.clone()), repair);
        }
        Zip::Hash(zip) if !state.expected.is_empty() && !state.expected.contains(zip) => {
            findings.stays(Damage::ZipCorrupt, Detail::NotAsInGoSum, Repair::DeleteZipAndZiphash);
        }
        Zip::Hash(_) => {
            findings.heals(Damage::ZiphashMissing, Detail::NotAHash);
            if state.is_extracted() && state.dir != Dir::AsZip {
                findings.dir(state);
            }
        }
    }
}

fn with_hash(state: &State, hash: &str, findings: &mut Findings) {
    let zip = match &state.zip {
        Zip::Hash(zip) => Some(zip.as_str()),
        _ => None,
    };
    let dir = state.dir_hash().filter(|_| state.is_extracted());
    let right = right(hash, zip, dir, &state.expected);
    match &state.zip {
        Zip::Absent if state.sort != Sort::Fips140 => findings.heals(Damage::ZipMissing, Detail::None),
        Zip::Absent => {}
        Zip::Bad(flaw) => {
            let both = right.is_some_and(|right| right != hash);
            let repair = if both { Repair::DeleteZipAndZiphash } else { Repair::DeleteZip };
            findings.stays(Damage::ZipCorrupt, Detail::Flaw(flaw.clone()), repair);
        }
        Zip::Hash(zip) => match right {
            None => {
                let repair = Repair::DeleteZipAndZiphash;
                findings.stays(Damage::ZiphashWrong, Detail::NobodyTells, repair);
            }
            Some(right) if right != zip => {
                findings.stays(Damage::ZipCorrupt, Detail::OtherContent, Repair::DeleteZip);
            }
            Some(_) => {}
        },
    }
    let said = findings.0.iter().any(|found| found.repair == Repair::DeleteZipAndZiphash);
    if !said && right.is_some_and(|right| right != hash) {
        findings.stays(Damage::ZiphashWrong, Detail::None, Repair::DeleteZiphash);
    }
    let is_right = dir.is_some_and(|dir| Some(dir) == right);
    if state.is_extracted() && !is_right {
        findings.dir(state);
    }
}

/// The hash that is right, of those that are there. `None`: zip and hash disagree, and nothing tells.
fn right<'a>(
    hash: &'a str,
    zip: Option<&'a str>,
    dir: Option<&'a str>,
    expected: &[String],
) -> Option<&'a str> {
    let known = |one: &&str| expected.iter().any(|expected| expected == one);
    if let Some(right) = [Some(hash), zip, dir].into_iter().flatten().find(known) {
        return Some(right);
    }
    match zip {
        Some(zip) if zip != hash => dir.filter(|dir| *dir == zip || *dir == hash),
        _ => Some(hash),
    }
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
        Dir::Nowhere => findings.stays(Damage::DirModified, Detail::Nowhere, Repair::DeleteDir),
        Dir::NotAFolder => unpacked_again(Damage::DirMissing, Detail::NotAFolder),
        Dir::Absent if state.zip != Zip::Absent && !state.partial => {
            unpacked_again(Damage::DirMissing, Detail::None);
        }
        _ => {}
    }
}

/// With these, what a zip or a folder says of the go.mod proves nothing.
const DOUBTS_OF_ZIP: [Damage; 2] = [Damage::ZipCorrupt, Damage::ZiphashWrong];
const DOUBTS_OF_DIR: [Damage; 3] = [Damage::DirModified, Damage::DirMissingFile, Damage::ZiphashWrong];

fn go_mod(state: &State, findings: &mut Findings) {
    if state.sort != Sort::Module {
        return;
    }
    match &state.go_mod {
        GoMod::Absent if state.zip != Zip::Absent || state.has_dir() => {
            findings.heals(Damage::ModMissing, Detail::None);
        }
        GoMod::Absent => {}
        GoMod::Present { hash, as_zip, as_dir, is_one, expected } => {
            if expected.contains(hash) {
                return;
            }
            let zip = as_zip.filter(|_| !findings.doubts(&DOUBTS_OF_ZIP));
            let dir = as_dir.filter(|_| state.is_extracted() && !findings.doubts(&DOUBTS_OF_DIR));
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
