use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::tests::machine;
use super::*;
use crate::cache::Cache;
use crate::cache::plan::{KeepUnder, Rule, Wish};
use crate::settings::{Budget, CacheSettings};
use crate::store;
use crate::system::volume::{Medium, volume_of};
use crate::text::tests::assert_chinese;
use crate::text::{Lang, doctor};

fn found(seen: &Arc<Seen>, id: CheckId) -> Vec<Finding> {
    let all = examine(seen, &Checks { named: Some(vec![id]), online: false });
    assert_eq!(all.checked, [id], "{:?}", all.skipped);
    told(&all.findings);
    all.findings
}

fn told(findings: &[Finding]) {
    for finding in findings {
        assert!(!finding.evidence.is_empty());
        assert_ne!(doctor::title(finding, Lang::En), doctor::title(finding, Lang::ZhCn));
        assert_chinese(&doctor::title(finding, Lang::ZhCn));
        assert_chinese(&doctor::explanation(finding, Lang::ZhCn));
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn caches_on_a_disk_with_room_have_no_finding() {
    let home = tempfile::tempdir().unwrap();
    let volume = volume_of(home.path());
    if volume.is_none_or(|volume| volume.medium != Medium::Disk || volume.is_nearly_full()) {
        eprintln!("skipped: the temporary folder is on no disk with room");
        return;
    }
    let seen = machine(home.path(), "", &[]);
    for id in [
        CheckId::CacheVolumeFull,
        CheckId::CacheReadOnly,
        CheckId::CacheVolatile,
        CheckId::CacheNetwork,
        CheckId::CacheOverBudget,
        CheckId::CacheSplit,
        CheckId::ModuleDamaged,
    ] {
        assert_eq!(found(&seen, id), [], "{}", id.as_str());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_cache_in_memory_is_found_and_its_line_goes() {
    let memory = Path::new("/dev/shm");
    let is_memory = volume_of(memory).is_some_and(|volume| volume.medium == Medium::Memory);
    if !memory.is_dir() || !is_memory {
        eprintln!("skipped: no memory is mounted at /dev/shm");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let on_disk = volume_of(home.path()).is_some_and(|volume| volume.medium == Medium::Disk);
    let seen = machine(home.path(), "GOCACHE=/dev/shm/b\nGOMODCACHE=/dev/shm/m\n", &[]);
    let findings = found(&seen, CheckId::CacheVolatile);
    let severities: Vec<_> = findings.iter().map(|one| (one.subject.as_str(), one.severity)).collect();
    assert_eq!(severities, [("GOMODCACHE", Severity::Warning), ("GOCACHE", Severity::Note)]);
    assert_eq!(findings[0].evidence[0].place.as_ref().unwrap().line, Some(2));
    if on_disk {
        assert_eq!(findings[0].fixes, [seen.without("GOMODCACHE")]);
    }
}

#[test]
fn a_file_where_a_cache_should_be_is_found() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let goenv = format!("GOCACHE={}\n", text(&file.join("below")));
    let findings = found(&machine(home.path(), &goenv, &[]), CheckId::CacheReadOnly);
    assert_eq!((findings.len(), findings[0].severity), (1, Severity::Error));
    assert_eq!(findings[0].evidence.last().unwrap().place.as_ref().unwrap().file, file);
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written_to_is_found() {
    use std::os::unix::fs::PermissionsExt;
    if crate::system::account::uid() == Some(0) {
        eprintln!("skipped: root may write everywhere");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let cache = home.path().join("cache");
    fs::create_dir_all(cache.join("cache/download/example.com")).unwrap();
    fs::set_permissions(&cache, fs::Permissions::from_mode(0o555)).unwrap();
    let goenv = format!("GOCACHE={0}\nGOMODCACHE={0}\n", text(&cache));
    let findings = found(&machine(home.path(), &goenv, &[]), CheckId::CacheReadOnly);
    let severities: Vec<_> = findings.iter().map(|one| (one.subject.as_str(), one.severity)).collect();
    assert_eq!(severities, [("GOCACHE", Severity::Error), ("GOMODCACHE", Severity::Warning)]);
}

fn fill(modules: &Path) {
    fs::create_dir_all(modules.join("cache/download/example.com/m/@v")).unwrap();
}

#[test]
fn module_caches_of_several_versions_are_found_until_one_is_named_for_all() {
    let home = tempfile::tempdir().unwrap();
    let at = |below: &str| -> PathBuf { home.path().join(below) };
    let home_name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    let look = |goenv: &str, variables: &[(&str, &str)]| {
        let mut all = vec![(home_name, text(home.path()))];
        all.extend(variables);
        found(&machine(home.path(), goenv, &all), CheckId::CacheSplit)
    };
    fill(&at("go/pkg/mod"));
    fs::create_dir_all(at("go/1.20.1/pkg/mod/cache/download/sumdb")).unwrap();
    assert_eq!(look("", &[]), []);
    fill(&at("go/1.22.1/pkg/mod"));
    fill(&at(".asdf/installs/golang/1.23.0/packages/pkg/mod"));
    fill(&at(".gvm/pkgsets/go1.21/global/pkg/mod"));
    let gopath = at("go/1.22.1");
    let findings = look("", &[("GOPATH", text(&gopath))]);
    let places = findings[0].evidence.iter().filter(|one| !one.text.as_str().starts_with("GO")).count();
    assert_eq!((findings.len(), places, findings[0].severity), (1, 4, Severity::Note));
    let shared = at("go/pkg/mod");
    assert_eq!(look(&format!("GOMODCACHE={}\n", text(&shared)), &[("GOPATH", text(&gopath))]), []);
}

#[test]
fn a_cache_over_the_budget_that_the_person_set_is_found() {
    let home = tempfile::tempdir().unwrap();
    let entry = "ab".repeat(32);
    fs::create_dir_all(home.path().join("build/ab")).unwrap();
    fs::write(home.path().join("build/ab").join(format!("{entry}-d")), vec![0; 100_000]).unwrap();
    let goenv = format!("GOCACHE={}\n", text(&home.path().join("build")));
    let state = text(home.path()).to_owned();
    let look = |budget: Option<u64>| {
        let kept = store::open(None).0;
        let budget = budget.map(|bytes| Budget { bytes, automatic: false });
        kept.set_cache_settings(&CacheSettings { build_budget: budget, ..CacheSettings::default() }).unwrap();
        let seen = machine(home.path(), &goenv, &[("BURROW_STATE_DIR", &state)]);
        let seen = Arc::into_inner(seen).unwrap().with_store(kept);
        found(&Arc::new(seen), CheckId::CacheOverBudget)
    };
    assert_eq!(look(None), []);
    assert_eq!(look(Some(10_000_000)), []);
    let keep_under = Some(KeepUnder { cache: Cache::Build, bytes: 50_000 });
    let wish = Wish::Rule(Rule { keep_under, ..Rule::default() });
    assert_eq!(look(Some(50_000))[0].fixes, [Remedy::Clean(wish)]);
}

#[test]
fn a_module_that_go_does_not_repair_is_found_when_the_check_is_named() {
    let home = tempfile::tempdir().unwrap();
    let cache = home.path().join("mod");
    let download = cache.join("cache/download/example.com/m/@v");
    fs::create_dir_all(&download).unwrap();
    for (ending, text) in
        [("zip", "no zip"), ("ziphash", ""), ("mod", "module example.com/m\n"), ("info", "{}")]
    {
        fs::write(download.join(format!("v1.0.0.{ending}")), text).unwrap();
    }
    let seen = machine(home.path(), &format!("GOMODCACHE={}\n", text(&cache)), &[]);
    let all = examine(&seen, &Checks::default());
    assert!(all.skipped.contains(&Skipped { id: CheckId::ModuleDamaged, why: Skip::Slow }));
    let findings = found(&seen, CheckId::ModuleDamaged);
    assert_eq!(findings[0].subject, "example.com/m@v1.0.0");
    assert_eq!(findings[0].fixes, [Remedy::RepairModules]);
}

#[test]
fn every_word_about_caches_speaks_both_languages() {
    let mut wrongs: Vec<CachesWrong> = Vec::new();
    for cache in Cache::ALL {
        let file_system = "nfs4".to_owned();
        wrongs.push(CachesWrong::VolumeFull { caches: vec![cache], free: 1, total: 100 });
        for why in [ReadOnly::Volume, ReadOnly::Rights, ReadOnly::NoFolder] {
            wrongs.extend([true, false].map(|filled| CachesWrong::ReadOnly { cache, why, filled }));
        }
        wrongs.push(CachesWrong::Volatile { cache, file_system: "tmpfs".into() });
        wrongs.push(CachesWrong::Network { cache, file_system });
        wrongs.push(CachesWrong::OverBudget { cache, size: 2, budget: 1 });
    }
    wrongs.extend([1, 2].map(|count| CachesWrong::Damaged { count, checked: 7 }));
    for wrong in wrongs {
        told(&[Finding {
            check: CheckId::CacheVolumeFull,
            severity: Severity::Warning,
            subject: "x".into(),
            wrong: wrong.into(),
            evidence: vec![Evidence::fact("x")],
            fixes: Vec::new(),
        }]);
    }
}
