//! Pruning, rules, the standard plan, selections.

use super::*;
use crate::project::needs::How;

fn version(module: &str, version: &str) -> ModuleVersion {
    ModuleVersion { module: module.into(), version: version.into() }
}

/// A module cache with three versions of `a.com/x`, one of `b.com/y` and a toolchain, the older the longer ago.
fn caches() -> Caches {
    let mut caches = Caches::new();
    for (at, (module, version)) in
        [("a.com/x", "v1.0.0"), ("a.com/x", "v1.2.0"), ("a.com/x", "v1.10.0"), ("b.com/y", "v0.1.0")]
            .into_iter()
            .enumerate()
    {
        caches.version(module, version, true);
        let age = DAY * (100 - 10 * u32::try_from(at).unwrap());
        caches.aged(&format!("mod/{module}@{version}"), age);
        caches.aged(&format!("mod/cache/download/{module}/@v/{version}.zip"), age);
    }
    caches.version("golang.org/toolchain", "v0.0.1-go1.22.1.linux-amd64", true);
    let mut needs = Needs::default();
    needs.add(Path::new("/p/go.mod"), version("a.com/x", "v1.2.0"), How::BuildList);
    caches.needs = Some(needs);
    caches
}

fn versions(plan: &Plan) -> Vec<String> {
    let named = plan.items.iter().filter_map(|item| item.version.as_ref());
    let mut named: Vec<String> = named.map(|one| format!("{} {}", one.module, one.version)).collect();
    named.sort();
    named.dedup();
    named
}

#[test]
fn pruning_takes_all_of_a_version_but_its_lock_and_leaves_list_toolchains_and_what_is_needed() {
    let caches = caches();
    let plan = caches.plan(&Wish::Prune(Prune::default())).unwrap();
    assert_eq!(versions(&plan), ["a.com/x v1.0.0", "a.com/x v1.10.0", "b.com/y v0.1.0"]);
    assert!(plan.items.iter().all(|item| item.reason == Reason::Unreferenced));
    let left = caches.done(&plan);
    let at = |name: &str| left.contains(&format!("mod/cache/download/a.com/x/@v/{name}"));
    assert!(at("v1.0.0.lock") && at("list") && at("v1.2.0.zip") && at("v1.2.0.info"));
    assert!(!at("v1.0.0.mod") && !at("v1.0.0.info") && !at("v1.0.0.ziphash"));
    assert!(left.iter().any(|name| name.starts_with("mod/golang.org/toolchain@")));
    assert!(left.contains(&"mod/a.com/x@v1.2.0/go.mod".into()));
}

#[test]
fn pruning_keeps_what_was_fetched_lately() {
    let caches = caches();
    let plan = caches.plan(&Wish::Prune(Prune { keep_days: Some(75), max_size: None })).unwrap();
    assert_eq!(versions(&plan), ["a.com/x v1.0.0", "a.com/x v1.10.0"]);
    let lately = ("mod/b.com/y@v0.1.0".to_owned(), LeftReason::Lately { days: 75 });
    assert_eq!(caches.left(&plan), BTreeMap::from([lately]));
}

#[test]
fn pruning_to_a_size_takes_the_oldest_and_no_more_than_it_must() {
    let caches = caches();
    let all = whole_size(&caches.at("mod"), &Cancel::new()).unwrap();
    let prune =
        |max_size| caches.plan(&Wish::Prune(Prune { keep_days: None, max_size: Some(max_size) })).unwrap();
    assert_eq!(prune(all.disk_bytes).items, []);
    let plan = prune(all.disk_bytes - 1);
    assert_eq!(versions(&plan), ["a.com/x v1.0.0"]);
    let plan = prune(all.disk_bytes - plan.size.disk_bytes - 1);
    assert_eq!(versions(&plan), ["a.com/x v1.0.0", "a.com/x v1.10.0"]);
    // What projects need stays, however small the cache shall be.
    assert_eq!(versions(&prune(0)).len(), 3);
}

#[test]
fn without_projects_nothing_is_unused() {
    let mut caches = caches();
    caches.needs = Some(Needs::default());
    for wish in [Wish::Prune(Prune::default()), Wish::Rule(Rule { unused: true, ..Rule::default() })] {
        assert!(matches!(caches.plan(&wish), Err(PlanRefusal::NoProjects)));
    }
    caches.needs = None;
    assert!(matches!(caches.plan(&Wish::Prune(Prune::default())), Err(PlanRefusal::NoProjects)));
}

#[test]
fn the_standard_plan_takes_nothing_young_nothing_that_may_be_gone_and_nothing_that_is_needed() {
    let mut caches = caches();
    caches.version("c.com/new", "v1.0.0", true);
    let old = caches.entry(1, 100, DAY * 6);
    caches.entry(2, 100, DAY * 4);
    caches.gone = vec!["b.com/y"];
    let plan = caches.plan(&Wish::Standard { idle_days: 1 }).unwrap();
    assert_eq!(versions(&plan), ["a.com/x v1.0.0", "a.com/x v1.10.0", "a.com/x v1.2.0"]);
    let of = |reason| -> Vec<String> {
        plan.items.iter().filter(|item| item.reason == reason).map(|item| caches.below(&item.path)).collect()
    };
    assert_eq!(of(Reason::Idle { days: 5 }), old);
    assert_eq!(of(Reason::Unpacked), ["mod/cache/download/a.com/x/@v/v1.2.0.zip"]);
    assert_eq!(
        caches.left(&plan),
        BTreeMap::from([("mod/b.com/y@v0.1.0".to_owned(), LeftReason::MayBeGone)])
    );
    caches.done(&plan);
    // Nobody knows what is needed: versions stay, zips of what is unpacked go.
    caches.needs = None;
    let plan = caches.plan(&Wish::Standard { idle_days: 5 }).unwrap();
    assert!(plan.items.iter().all(|item| item.reason == Reason::Unpacked));
}

#[test]
fn a_rule_takes_that_for_which_all_of_it_holds_and_never_what_is_needed() {
    let caches = caches();
    let rule = |rule: Rule| caches.plan(&Wish::Rule(rule)).unwrap();
    let older = rule(Rule { older_versions: true, ..Rule::default() });
    assert_eq!(versions(&older), ["a.com/x v1.0.0"]);
    let needed = ("mod/a.com/x@v1.2.0".to_owned(), LeftReason::Needed);
    assert_eq!(caches.left(&older), BTreeMap::from([needed]));
    let idle = rule(Rule { not_used_for_days: Some(75), ..Rule::default() });
    assert_eq!(versions(&idle), ["a.com/x v1.0.0", "a.com/x v1.10.0"]);
    let both = rule(Rule { unused: true, not_used_for_days: Some(95), ..Rule::default() });
    assert_eq!(versions(&both), ["a.com/x v1.0.0"]);
}

#[test]
fn a_build_cache_is_kept_under_a_size_by_its_oldest_entries() {
    let caches = Caches::new();
    let oldest = caches.entry(1, 50_000, DAY * 9);
    caches.entry(2, 50_000, DAY * 3);
    let all = whole_size(&caches.at("go-build"), &Cancel::new()).unwrap();
    let under = |bytes| {
        let keep_under = Some(KeepUnder { cache: Cache::Build, bytes });
        caches.plan(&Wish::Rule(Rule { keep_under, ..Rule::default() })).unwrap()
    };
    assert_eq!(under(all.disk_bytes).items, []);
    let plan = under(all.disk_bytes - 40_000);
    assert_eq!(caches.paths(&plan), oldest);
    assert!(
        plan.items.iter().all(|item| item.reason == Reason::OverSize && item.unless_used_since.is_some())
    );
    assert_eq!(under(0).items.len(), 4);
}

#[test]
fn a_selection_takes_what_was_chosen_and_no_go_mod_that_may_be_read() {
    let caches = caches();
    let chosen = [Selected::Version(version("a.com/x", "v1.2.0")), Selected::Kind(Kind::Downloads)];
    let plan = caches.plan(&Wish::Selection(chosen.to_vec())).unwrap();
    let paths = caches.paths(&plan);
    assert!(paths.contains(&"mod/a.com/x@v1.2.0".into()));
    assert!(paths.contains(&"mod/cache/download/b.com/y/@v/v0.1.0.zip".into()));
    let kept = ("mod/cache/download/a.com/x/@v/v1.2.0.mod".to_owned(), LeftReason::ModNeeded);
    assert_eq!(caches.left(&plan), BTreeMap::from([kept]));
    let module = caches.plan(&Wish::Selection(vec![Selected::Module("a.com/x".into())])).unwrap();
    assert_eq!(versions(&module).len(), 3);
    let below = Selected::Path(Cache::Modules, "a.com".into());
    let plan = caches.plan(&Wish::Selection(vec![below])).unwrap();
    assert_eq!(plan.items.len(), 3);
    caches.done(&plan);
}

#[test]
fn what_is_cleaned_without_asking_is_safe_and_old_and_of_one_cache() {
    let caches = caches();
    caches.entry(1, 100, DAY * 6);
    let young = caches.entry(2, 100, DAY * 4);
    let gone = |_: &ModuleVersion| false;
    let needs = caches.needs.as_ref();
    let ground = Ground { roots: &caches.roots, needs, may_be_gone: &gone, now: caches.now };
    let plan = |cache| crate::cache::budget::automatic(cache, &ground, &Cancel::new()).unwrap();
    let build = plan(Cache::Build);
    assert_eq!(build.items.len(), 2);
    assert!(!caches.paths(&build).contains(&young[0]));
    let modules = plan(Cache::Modules);
    assert_eq!(caches.paths(&modules), ["mod/cache/download/a.com/x/@v/v1.2.0.zip"]);
    caches.done(&modules);
}
