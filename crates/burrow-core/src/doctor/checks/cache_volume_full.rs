//! The volume of a cache has hardly any room left: builds and downloads end half done.

use crate::cache::Cache;
use crate::cache::plan::Wish;
use crate::doctor::{CachesWrong, CheckId, Evidence, Finding, Laid, Remedy, Seen, Severity, Skip};
use crate::place::Place;
use crate::text::bytes;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let mut full: Vec<Vec<&Laid>> = Vec::new();
    let is_full = |laid: &&Laid| laid.volume.as_ref().is_some_and(|volume| volume.is_nearly_full());
    for laid in seen.laid().iter().filter(is_full) {
        let same = |one: &&mut Vec<&Laid>| {
            let point = |laid: &Laid| laid.volume.as_ref().map(|volume| volume.mount_point.clone());
            one.first().is_some_and(|first| point(first) == point(laid))
        };
        match full.iter_mut().find(same) {
            Some(volume) => volume.push(laid),
            None => full.push(vec![laid]),
        }
    }
    Ok(full.iter().filter_map(|caches| of(caches)).collect())
}

fn of(caches: &[&Laid]) -> Option<Finding> {
    let volume = caches.first()?.volume.as_ref()?;
    let room = format!("{} of {} free", bytes(volume.free), bytes(volume.total));
    let evidence = caches.iter().map(|laid| {
        let name = laid.cache.variable();
        Evidence::at(Place::file(&laid.path), &format!("{name}={}: {room}", laid.path.display()))
    });
    // What Go itself would throw away, and what can be fetched again.
    let something = caches.iter().any(|laid| laid.path.is_dir());
    let clean = Remedy::Clean(Wish::Standard { idle_days: Wish::GRACE_DAYS });
    Some(Finding {
        check: CheckId::CacheVolumeFull,
        severity: if volume.is_full() { Severity::Error } else { Severity::Warning },
        subject: volume.mount_point.display().to_string(),
        evidence: evidence.collect(),
        wrong: CachesWrong::VolumeFull {
            caches: caches.iter().map(|laid| laid.cache).collect::<Vec<Cache>>(),
            free: volume.free,
            total: volume.total,
        }
        .into(),
        fixes: if something { vec![clean] } else { Vec::new() },
    })
}
