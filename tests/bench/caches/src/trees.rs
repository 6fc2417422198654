//! Trees as go leaves them, of any size: the same seed gives the same names, bytes, modes and times everywhere. Nothing
//! is compiled or fetched for them; `go mod verify` takes the module cache for a real one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use burrow_oracle::rng::Rng;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Every time in a tree is this one less something that is drawn.
const BASE: u64 = 1_750_000_000;
const DAY: u64 = 86_400;
/// More than the longest file.
const LONGEST: usize = 400_000;

/// A build cache of about so many files: three records for two outputs, sizes as the sources of Go have them, a few
/// programs in folders, and corpora.
///
/// # Errors
/// When something cannot be written.
pub fn build_cache(root: &Path, files: usize, seed: u64) -> io::Result<()> {
    let mut rng = Rng::of_case(seed, 1);
    let text = text(&mut rng);
    fs::create_dir_all(root)?;
    put(&root.join("README"), b"Go build cache\n", 0o644, BASE)?;
    put(&root.join("trim.txt"), BASE.to_string().as_bytes(), 0o644, BASE)?;
    for number in 0..256 {
        fs::create_dir(root.join(format!("{number:02x}")))?;
    }
    let fuzz = root.join("fuzz/bench.example/m/FuzzParse");
    fs::create_dir_all(&fuzz)?;
    for number in 0..200 {
        let content = format!("go test fuzz v1\nstring(\"{number}\")\n");
        put(&fuzz.join(&hex(content.as_bytes())[..16]), content.as_bytes(), 0o644, BASE - DAY)?;
    }
    let outputs = (files.saturating_sub(202) * 2 / 5).max(1);
    let mut made = Vec::with_capacity(outputs);
    for number in 0..outputs {
        let content = output(number, &text, &mut rng);
        let (name, at) = (hex(&content), BASE - age(3 * DAY, &mut rng));
        let path = root.join(&name[..2]).join(format!("{name}-d"));
        if number % 2000 == 1999 {
            fs::create_dir(&path)?;
            put(&path.join("tool"), &content, 0o755, at)?;
        } else {
            put(&path, &content, 0o644, at)?;
        }
        made.push((name, content.len(), at));
    }
    for number in 0..files.saturating_sub(202 + outputs) {
        let (output, size, at) = &made[number % outputs];
        let action = hex(format!("action {seed} {number}").as_bytes());
        let record = format!("v1 {action} {output} {size:20} {:20}\n", at * 1_000_000_000);
        put(&root.join(&action[..2]).join(format!("{action}-a")), record.as_bytes(), 0o644, *at)?;
    }
    Ok(())
}

/// The shape of a module cache.
#[derive(Debug, Clone, Copy)]
pub struct Modules {
    pub versions: usize,
    pub files: usize,
    /// Each module in one version only: then a build list can hold them all.
    pub one_each: bool,
}

/// A module cache, and beside it (`project`) a go.mod that requires the highest version of each module.
///
/// # Errors
/// When something cannot be written.
pub fn module_cache(root: &Path, project: &Path, wanted: Modules, seed: u64) -> io::Result<()> {
    let mut rng = Rng::of_case(seed, 2);
    let text = text(&mut rng);
    fs::create_dir_all(root.join("cache/download/sumdb/sum.golang.org/lookup"))?;
    put(&root.join("cache/lock"), b"", 0o644, BASE)?;
    let (mut done, mut made, mut highest) = (0, 0, String::new());
    while done < wanted.versions {
        let org = if made % 9 == 0 { "Org" } else { "org" };
        let module = format!("bench.example/{org}{}/mod{made:04}", made % 40);
        made += 1;
        let many = if wanted.one_each { 1 } else { *rng.pick(&[1, 1, 2, 3, 5]) };
        let many = many.min(wanted.versions - done);
        for minor in 0..many {
            let version = format!("v1.{minor}.{}", rng.below(9));
            let share = wanted.files / wanted.versions;
            let count = (share * rng.pick(&[2, 5, 8, 10, 10, 15, 20]) / 10).max(2);
            let files = sources(&module, count, &text, &mut rng);
            version_of(root, &module, &version, &files, BASE - age(100 * DAY, &mut rng))?;
            if minor + 1 == many {
                highest.push_str(&format!("\t{module} {version}\n"));
            }
        }
        done += many;
    }
    fs::create_dir_all(project)?;
    let go_mod = format!("module bench.example/all\n\ngo 1.21\n\nrequire (\n{highest})\n");
    fs::write(project.join("go.mod"), go_mod)
}

/// One version: what was downloaded, and what was unpacked of it, closed as go closes it.
fn version_of(
    root: &Path,
    module: &str,
    version: &str,
    files: &BTreeMap<String, Vec<u8>>,
    at: u64,
) -> io::Result<()> {
    let on_disk = module.replace("Org", "!org");
    let download = root.join(format!("cache/download/{on_disk}/@v"));
    fs::create_dir_all(&download)?;
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut listed = String::new();
    for (name, content) in files {
        zip.start_file(format!("{module}@{version}/{name}"), options)?;
        zip.write_all(content)?;
        listed.push_str(&format!("{}  {module}@{version}/{name}\n", hex(content)));
    }
    let hash = format!("h1:{}", STANDARD.encode(Sha256::digest(&listed)));
    let info = format!("{{\"Version\":\"{version}\",\"Time\":\"2024-01-02T03:04:05Z\"}}");
    let file = |ending: &str| download.join(format!("{version}.{ending}"));
    put(&file("zip"), &zip.finish()?.into_inner(), 0o644, at)?;
    put(&file("ziphash"), hash.as_bytes(), 0o644, at)?;
    put(&file("info"), info.as_bytes(), 0o644, at)?;
    put(&file("lock"), b"", 0o644, at)?;
    put(&file("mod"), &files["go.mod"], 0o644, at)?;
    let top = root.join(format!("{on_disk}@{version}"));
    fs::create_dir_all(&top)?;
    let mut folders = vec![top.clone()];
    for (name, content) in files {
        let path = top.join(name);
        for folder in path.ancestors().skip(1).take_while(|folder| *folder != top) {
            if !folder.is_dir() {
                fs::create_dir_all(folder)?;
                folders.extend(folder.ancestors().take_while(|above| *above != top).map(Path::to_owned));
            }
        }
        put(&path, content, 0o444, at)?;
    }
    folders.sort();
    folders.dedup();
    folders.iter().rev().try_for_each(|folder| close(folder))
}

fn sources(module: &str, count: usize, text: &[u8], rng: &mut Rng) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    files.insert("go.mod".to_owned(), format!("module {module}\n\ngo 1.21\n").into_bytes());
    files.insert("LICENSE".to_owned(), text[..1500].to_vec());
    let mut folders = vec![String::new()];
    for number in 2..count {
        // About one folder for five files.
        if number % 5 == 2 {
            let above = folders[folders.len().saturating_sub(1 + rng.below(8.min(folders.len())))].clone();
            folders.push(format!("{above}p{number:03}/"));
        }
        let at = rng.below(text.len() - LONGEST);
        let size = spread(2_200.0, 1.2, 200_000, rng);
        let content = [format!("package p // {number}\n").as_bytes(), &text[at..at + size]].concat();
        files.insert(format!("{}f{number:03}.go", folders[folders.len() - 1]), content);
    }
    files
}

fn output(number: usize, text: &[u8], rng: &mut Rng) -> Vec<u8> {
    if number == 0 {
        return Vec::new();
    }
    let (size, at) = (spread(2_000.0, 1.6, LONGEST, rng), rng.below(text.len() - LONGEST));
    [format!("{number:016x}").as_bytes(), &text[at..at + size]].concat()
}

/// Many small, few large: log-normal, from twelve draws that stand for a normal one.
fn spread(median: f64, width: f64, most: usize, rng: &mut Rng) -> usize {
    let normal: f64 = (0..12).map(|_| rng.below(1 << 20) as f64 / f64::from(1 << 20)).sum::<f64>() - 6.0;
    ((median * (width * normal).exp()) as usize).min(most)
}

/// Exponential.
fn age(mean: u64, rng: &mut Rng) -> u64 {
    let drawn = (1.0 + rng.below(1 << 20) as f64) / f64::from(1 << 20);
    (-drawn.ln() * mean as f64) as u64
}

/// Something that deflates as sources do.
fn text(rng: &mut Rng) -> Vec<u8> {
    const WORDS: [&str; 18] = [
        "func", "return", "err", "nil", "if", "for", "range", "string", "int", "byte", "struct", "type",
        "package", "import", "defer", "make", "append", "len",
    ];
    let mut words: Vec<String> = WORDS.map(str::to_owned).to_vec();
    for _ in 0..1500 {
        let letters = 3 + rng.below(10);
        words.push((0..letters).map(|_| char::from(b'a' + rng.below(26) as u8)).collect());
    }
    let mut all = Vec::with_capacity(4 << 20);
    while all.len() < 4 << 20 {
        all.extend(std::iter::repeat_n(b'\t', rng.below(4)));
        for _ in 0..=rng.below(9) {
            all.extend_from_slice(rng.pick(&words).as_bytes());
            all.push(b' ');
        }
        all.extend_from_slice(rng.pick(&["\n", "()\n", " {\n"]).as_bytes());
    }
    all
}

fn put(path: &Path, content: &[u8], mode: u32, at: u64) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content)?;
    set_mode(path, mode)?;
    file.set_times(fs::FileTimes::new().set_modified(time(at)).set_accessed(time(at)))
}

fn time(at: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(at)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

fn close(folder: &Path) -> io::Result<()> {
    set_mode(folder, 0o555)
}

fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
