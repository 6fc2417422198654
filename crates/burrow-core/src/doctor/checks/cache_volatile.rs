//! A cache lies in memory (tmpfs, ramfs): it takes memory, and is gone at the next start.

use std::path::Path;

use bstr::BString;
use go_rules::vars::Layer;

use crate::cache::Cache;
use crate::doctor::{CachesWrong, CheckId, Evidence, Finding, Laid, Remedy, Seen, Severity, Skip};
use crate::place::Place;
use crate::system::files::path_from_bytes;
use crate::system::volume::{Medium, volume_of};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    Ok(on_medium(seen, Medium::Memory))
}

/// A finding for each cache on such a medium.
pub fn on_medium(seen: &Seen, medium: Medium) -> Vec<Finding> {
    let on_it = |laid: &&Laid| {
        let volume = laid.volume.as_ref();
        volume.is_some_and(|volume| {
            // Where the whole system lies on another machine, nobody has put the cache there.
            let whole = volume.mount_point == Path::new("/") && medium == Medium::Network;
            volume.medium == medium && !whole
        })
    };
    let finding = |laid: &Laid| {
        let volume = laid.volume.as_ref()?;
        let (cache, file_system) = (laid.cache, volume.file_system.clone());
        let other = |path: &Path| volume_of(path).is_some_and(|volume| volume.medium == Medium::Disk);
        let (mut evidence, fixes) = setting(seen, laid, &other);
        let told = format!("{file_system} on {}", volume.mount_point.display());
        evidence.push(Evidence::at(Place::file(&laid.path), &told));
        let (check, wrong) = match medium {
            Medium::Memory => (CheckId::CacheVolatile, CachesWrong::Volatile { cache, file_system }),
            Medium::Network | Medium::Disk => {
                (CheckId::CacheNetwork, CachesWrong::Network { cache, file_system })
            }
        };
        // A build cache in memory may be meant: it is made anew, modules are fetched anew.
        let meant = cache == Cache::Build && medium == Medium::Memory && seen.layer("GOCACHE").is_some();
        Some(Finding {
            check,
            severity: if meant { Severity::Note } else { Severity::Warning },
            subject: cache.variable().to_owned(),
            wrong: wrong.into(),
            evidence,
            fixes,
        })
    };
    seen.laid().iter().filter(on_it).filter_map(finding).collect()
}

/// What puts a cache where it is; and the line of the GOENV file taken away, where Go's own place is better.
pub fn setting(seen: &Seen, laid: &Laid, is_better: &dyn Fn(&Path) -> bool) -> (Vec<Evidence>, Vec<Remedy>) {
    let mut names = vec![laid.cache.variable()];
    if laid.cache == Cache::Modules {
        names.push("GOPATH");
    }
    let Some((name, set)) = names.into_iter().find_map(|name| Some((name, seen.set_by(name)?))) else {
        let text = format!("{}={}", laid.cache.variable(), laid.path.display());
        return (vec![Evidence::fact(&text)], Vec::new());
    };
    let evidence = vec![Evidence::setting(name, &set.value, set.place)];
    // GOPATH is about more than this cache.
    let by_file = name == laid.cache.variable() && set.layer == Layer::User && seen.goenv().is_some();
    let without = || own_place(seen, laid.cache).is_some_and(|path| is_better(&path));
    let fixes = if by_file && without() { vec![seen.without(name)] } else { Vec::new() };
    (evidence, fixes)
}

/// Where the cache would be without a line of its own.
fn own_place(seen: &Seen, cache: Cache) -> Option<std::path::PathBuf> {
    let variable = seen.resolved().get(cache.variable())?;
    let default = variable.rungs.iter().find(|rung| rung.layer == Layer::Default);
    let path: &BString = default.and_then(|rung| rung.value.as_ref())?;
    path_from_bytes(path.as_ref()).filter(|path| path.is_absolute())
}
