//! Receives an archive into Burrow's own folder, and goes on where an earlier run has stopped.
//!
//! What is kept between runs is a name (from the URL, so that nothing of one server is continued with another's), the
//! bytes so far, and what the server calls this version of the file. Whether the bytes are the right ones is proven
//! afterwards, over all of them.

use std::fs::{self, File, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::Url;
use sha2::{Digest, Sha256};

use super::error::InstallError;
use crate::job::{Cancel, Doing, Progress, Step};
use crate::proxy::url::shown;
use crate::proxy::{Client, FetchError, Rest};
use crate::system::clock;
use crate::system::volume::{free_bytes, same_volume};

/// Larger than any archive of Go.
const MOST: u64 = 1 << 30;
/// An archive unpacks to some four times its size: what a disk must have room for before anything is asked.
const UNPACKED: u64 = 4;
/// What nobody went on with for that long is removed.
const KEPT: Duration = Duration::from_secs(14 * 24 * 3600);

/// The folder of what was received so far.
#[derive(Debug, Clone)]
pub struct Downloads {
    dir: PathBuf,
}

/// A file that was received whole. Removed by [`Received::forget`], else kept for another try.
#[derive(Debug)]
pub struct Received {
    pub file: PathBuf,
    state: PathBuf,
    _lock: File,
    /// A part of it came from an earlier run.
    pub resumed: bool,
}

/// Where it goes afterwards: the volume that must have room for it.
#[derive(Debug, Clone, Copy)]
pub struct Room<'a> {
    pub destination: &'a Path,
}

impl Downloads {
    /// In Burrow's state folder, else among the temporary files.
    #[must_use]
    pub fn of(state_dir: Option<&Path>, temp: &Path) -> Downloads {
        let dir = state_dir.map_or_else(|| temp.join("burrow-downloads"), |dir| dir.join("downloads"));
        Downloads { dir }
    }

    /// Receives the file of a URL.
    ///
    /// # Errors
    /// [`InstallError`]; what was received is kept, unless the answer is no archive at all.
    pub async fn receive(
        &self,
        client: &Client,
        url: &Url,
        room: Room<'_>,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Received, InstallError> {
        fs::create_dir_all(&self.dir).map_err(|e| InstallError::io(&self.dir, &e))?;
        self.prune();
        let name = name_of(url);
        let (path, state) = (self.dir.join(format!("{name}.part")), self.dir.join(format!("{name}.from")));
        let mut file = take(&path)?;
        let here = file.metadata().map_err(|e| InstallError::io(&path, &e))?.len();
        let known = State::read(&state);
        if here > 0 && known.total == Some(here) {
            // All of it came before the earlier run ended.
            return Ok(Received { file: path, state, _lock: file, resumed: true });
        }
        let rest = (here > 0).then_some(Rest { from: here, validator: known.validator });
        let mut answer = match client.get(url, rest.as_ref(), cancel).await {
            // As much as there is, or more: the file has become another.
            Err(FetchError::Status { status: 416, .. }) if rest.is_some() => {
                client.get(url, None, cancel).await?
            }
            other => other?,
        };
        if answer.is_web_page() {
            return Err(FetchError::WebPage { url: shown(url) }.into());
        }
        let total = answer.total;
        if total.is_some_and(|total| total > MOST) {
            return Err(FetchError::TooLarge { url: shown(url), limit: MOST }.into());
        }
        if let Some(total) = total {
            check_room(&self.dir, room.destination, total - answer.from.min(total), total)?;
        }
        // The part is empty, or as the answer knows it, before its state is told anew.
        let failed = |e: &std::io::Error| InstallError::io(&path, e);
        let resumed = answer.from > 0;
        file.set_len(answer.from).map_err(|e| failed(&e))?;
        file.seek(SeekFrom::Start(answer.from)).map_err(|e| failed(&e))?;
        State { total, validator: answer.validator.clone() }.write(&state)?;
        let doing = Doing::Downloading { host: answer.host().to_owned() };
        let mut done = answer.from;
        progress.report(Step { doing: doing.clone(), done, total });
        while let Some(chunk) = answer.chunk(cancel).await? {
            done += chunk.len() as u64;
            if done > total.unwrap_or(MOST) {
                return Err(FetchError::TooLarge { url: shown(url), limit: total.unwrap_or(MOST) }.into());
            }
            file.write_all(&chunk).map_err(|e| failed(&e))?;
            progress.report(Step { doing: doing.clone(), done, total });
        }
        Ok(Received { file: path, state, _lock: file, resumed })
    }

    /// Removes what nobody went on with for a long time.
    fn prune(&self) {
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let age = entry.metadata().and_then(|facts| facts.modified()).ok();
            let age = age.and_then(|modified| clock::now().duration_since(modified).ok());
            if age.is_some_and(|age| age > KEPT) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// What is known of a file of which a part is here.
#[derive(Debug, Default)]
struct State {
    total: Option<u64>,
    validator: Option<String>,
}

impl State {
    /// Nothing is known where it cannot be read.
    fn read(file: &Path) -> State {
        let text = fs::read_to_string(file).unwrap_or_default();
        let mut lines = text.lines();
        let total = lines.next().and_then(|line| line.parse().ok());
        State { total, validator: lines.next().filter(|line| !line.is_empty()).map(ToOwned::to_owned) }
    }

    fn write(&self, file: &Path) -> Result<(), InstallError> {
        let total = self.total.map(|total| total.to_string()).unwrap_or_default();
        let text = format!("{total}\n{}\n", self.validator.as_deref().unwrap_or_default());
        fs::write(file, text).map_err(|e| InstallError::io(file, &e))
    }
}

impl Received {
    /// What came of it. Removed, unless another try may still need it.
    ///
    /// # Errors
    /// Those of the outcome.
    pub fn used<T>(self, outcome: Result<T, InstallError>) -> Result<T, InstallError> {
        let done = matches!(
            outcome,
            Ok(_) | Err(InstallError::BadArchive { .. } | InstallError::OtherVersion { .. })
        );
        if done {
            self.forget();
        }
        outcome
    }

    /// Removes it: it is unpacked, or it is not what it should be.
    pub fn forget(self) {
        forget(&self.file);
        forget(&self.state);
    }
}

fn forget(file: &Path) {
    // It may not be there; what stays is pruned later.
    let _ = fs::remove_file(file);
}

/// The name of a file in the folder: of the URL without secrets, which may change from run to run.
fn name_of(url: &Url) -> String {
    let sum = Sha256::digest(shown(url));
    let hash: String = sum.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let last = url.path().rsplit('/').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_@".contains(c);
    let last: String = last.chars().filter(|c| plain(*c)).take(80).collect();
    format!("{hash}-{last}")
}

/// Opens a part for one of us only.
fn take(path: &Path) -> Result<File, InstallError> {
    let open = File::options().read(true).write(true).create(true).truncate(false).open(path);
    let file = open.map_err(|e| InstallError::io(path, &e))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(InstallError::Busy(path.to_path_buf())),
        // Without locks two of us could spoil each other's part; the checksum would tell.
        _ => Ok(file),
    }
}

/// Whether the volumes have room for the rest of an archive and for what it unpacks to.
fn check_room(downloads: &Path, destination: &Path, rest: u64, total: u64) -> Result<(), InstallError> {
    let unpacked = total.saturating_mul(UNPACKED);
    let together = same_volume(downloads, destination).unwrap_or(true);
    let (here, there) = if together { (rest + unpacked, rest + unpacked) } else { (rest, unpacked) };
    require(downloads, here)?;
    require(destination, there)
}

/// # Errors
/// [`InstallError::DiskFull`] when the volume of a folder has less room than `needed` bytes.
pub fn require(folder: &Path, needed: u64) -> Result<(), InstallError> {
    match free_bytes(folder) {
        Some(free) if free < needed => {
            Err(InstallError::DiskFull { folder: folder.to_path_buf(), needed, free })
        }
        _ => Ok(()),
    }
}

/// The SHA-256 of a file, in hexadecimal digits.
///
/// # Errors
/// It cannot be read; cancelled.
pub fn sha256(file: &Path, cancel: &Cancel, progress: &dyn Progress) -> Result<String, InstallError> {
    use std::io::Read;
    let failed = |e: &std::io::Error| InstallError::io(file, e);
    let mut open = File::open(file).map_err(|e| failed(&e))?;
    let total = open.metadata().map_err(|e| failed(&e))?.len();
    progress.report(Step::begin(Doing::Verifying, Some(total)));
    let (mut sum, mut piece, mut done) = (Sha256::new(), vec![0; 512 * 1024], 0);
    loop {
        cancel.check()?;
        let length = open.read(&mut piece).map_err(|e| failed(&e))?;
        if length == 0 {
            return Ok(sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        sum.update(&piece[..length]);
        done += length as u64;
        progress.report(Step { doing: Doing::Verifying, done, total: Some(total) });
    }
}
