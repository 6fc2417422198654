//! `burrow cache clean KIND…`, sentence by sentence.

use super::*;
use crate::cache::quarantine::RootRefusal;

fn without(all: &[String], gone: impl Fn(&str) -> bool) -> Vec<String> {
    all.iter().filter(|name| !gone(name)).cloned().collect()
}

#[test]
fn build_takes_its_folders_and_log_txt_and_leaves_what_is_gos_and_strays() {
    let caches = Caches::new();
    caches.entry(0, 0, DAY);
    caches.entry(0xab, 3000, DAY);
    caches.write("go-build/log.txt", 10);
    caches.write("go-build/notes.txt", 10);
    caches.write("go-build/ab/notes.txt", 10);
    caches.write("go-build/zz/inner", 10);
    caches.write("go-build/fuzz/a.com/FuzzX/0123456789abcdef", 10);
    let plan = caches.kinds(&[Target::Build], false);
    let hash = "ab".repeat(32);
    let records = [format!("go-build/ab/{hash}-a"), "go-build/00".into(), format!("go-build/ab/{hash}-d")];
    let mut paths = caches.paths(&plan);
    assert_eq!(paths.pop().as_deref(), Some("go-build/log.txt"));
    paths.sort();
    let mut wanted = records.to_vec();
    wanted.sort();
    assert_eq!(paths, wanted);
    assert!(plan.items.iter().all(|item| item.safety == Safety::Safe));
    let stray = |name: &str| (name.to_owned(), LeftReason::Stray);
    let strays = ["go-build/ab/notes.txt", "go-build/notes.txt", "go-build/zz"].map(stray);
    assert_eq!(caches.left(&plan), BTreeMap::from(strays));
    let all = caches.files();
    let gone = |name: &str| name.ends_with("-a") || name.ends_with("-d") || name.ends_with("log.txt");
    assert_eq!(caches.done(&plan), without(&all, gone));
    let again = caches.kinds(&[Target::Build], false);
    assert_eq!((again.items.len(), again.size), (0, Size::default()));
}

#[test]
fn records_go_before_outputs_also_when_the_output_is_a_program() {
    let caches = Caches::new();
    let hash = "0c".repeat(32);
    caches.entry(0x0c, 10, DAY);
    caches.write("go-build/0c/keep", 1);
    fs::remove_file(caches.at(&format!("go-build/0c/{hash}-d"))).unwrap();
    caches.write(&format!("go-build/0c/{hash}-d/tool"), 9000);
    let plan = caches.kinds(&[Target::Build], false);
    let record = format!("go-build/0c/{hash}-a");
    assert_eq!(caches.paths(&plan), [record, format!("go-build/0c/{hash}-d")]);
    caches.done(&plan);
}

#[test]
fn safe_takes_entries_that_were_not_used_for_a_day_one_by_one() {
    let caches = Caches::new();
    let old = caches.entry(1, 100, DAY + Duration::from_secs(60));
    let young = caches.entry(2, 100, DAY - Duration::from_secs(60));
    let plan = caches.kinds(&[Target::Build], true);
    assert_eq!(caches.paths(&plan), old);
    assert!(plan.items.iter().all(|item| item.unless_used_since == Some(caches.now - DAY)));
    let lately = young.map(|name| (name, LeftReason::Lately { days: 1 }));
    assert_eq!(caches.left(&plan), BTreeMap::from(lately));
    caches.done(&plan);
}

/// What is in a real `-a`.
fn record(caches: &Caches, bucket: u8, output: &str, age: Duration) -> String {
    let action = format!("{bucket:02x}").repeat(32);
    let name = format!("go-build/{bucket:02x}/{action}-a");
    caches.write(&name, 0);
    let text = format!("v1 {action} {output} {:>20} {:>20}\n", 5, 1_750_000_000_000_000_000_u64);
    fs::write(caches.at(&name), text).unwrap();
    caches.aged(&name, age);
    name
}

#[test]
fn a_young_record_keeps_its_output_and_an_output_goes_right_after_its_records() {
    let caches = Caches::new();
    let old = DAY * 3;
    let outputs = ["f1".repeat(32), "a2".repeat(32)];
    for output in &outputs {
        caches.write(&format!("go-build/{}/{output}-d", &output[..2]), 5);
        caches.aged(&format!("go-build/{}/{output}-d", &output[..2]), old);
    }
    let first = record(&caches, 0x11, &outputs[0], old);
    let second = record(&caches, 0x22, &outputs[1], old);
    let young = record(&caches, 0x33, &outputs[0], Duration::from_secs(60));
    let plan = caches.kinds(&[Target::Build], true);
    let output = |at: usize| format!("go-build/{}/{}-d", &outputs[at][..2], outputs[at]);
    assert_eq!(caches.paths(&plan), [second.clone(), output(1), first.clone()]);
    let lately = |name: String| (name, LeftReason::Lately { days: 1 });
    assert_eq!(caches.left(&plan), BTreeMap::from([lately(young.clone()), lately(output(0))]));
    caches.aged(&young, old);
    let plan = caches.kinds(&[Target::Build], true);
    assert_eq!(caches.paths(&plan), [second, output(1), first, young, output(0)]);
    caches.done(&plan);
}

#[test]
fn test_only_writes_testexpire_txt_and_not_beside_build() {
    let caches = Caches::new();
    caches.entry(1, 100, DAY);
    let plan = caches.kinds(&[Target::Test], false);
    assert_eq!((plan.items.len(), plan.size, plan.left.len()), (0, Size::default(), 0));
    assert_eq!(plan.expires_tests, Some(caches.at("go-build/testexpire.txt")));
    assert_eq!(caches.kinds(&[Target::Test, Target::Build], false).expires_tests, None);
}

#[test]
fn fuzz_goes_whole_unless_a_stray_lies_in_it() {
    let caches = Caches::new();
    caches.write("go-build/fuzz/a.com/x/FuzzX/0123456789abcdef", 100);
    caches.write("go-build/fuzz/a.com/x/FuzzY/0123456789abcdef", 100);
    let plan = caches.kinds(&[Target::Fuzz], false);
    assert_eq!(caches.paths(&plan), ["go-build/fuzz"]);
    caches.write("go-build/fuzz/a.com/x/FuzzX/my-own-input", 100);
    let plan = caches.kinds(&[Target::Fuzz], false);
    assert_eq!(
        caches.paths(&plan),
        ["go-build/fuzz/a.com/x/FuzzX/0123456789abcdef", "go-build/fuzz/a.com/x/FuzzY"]
    );
    caches.done(&plan);
}

#[test]
fn modules_are_the_unpacked_folders_whole_with_what_somebody_put_in() {
    let mut caches = Caches::new();
    caches.version("a.com/x", "v1.0.0", true);
    caches.version("a.com/!b/y/v2", "v2.0.0", true);
    caches.version("b.com", "v1.0.0", false);
    caches.version("golang.org/toolchain", "v0.0.1-go1.22.1.linux-amd64", true);
    caches.write("mod/a.com/notes.txt", 5);
    caches.write("mod/a.com/x@latest/go.mod", 5);
    caches.write("mod/a.com/x@v1.1.0/only-a-folder-with-a-good-name", 5);
    caches.gone = vec!["a.com/B/y/v2"];
    let plan = caches.kinds(&[Target::Modules], false);
    assert_eq!(caches.paths(&plan), ["mod/a.com/!b/y/v2@v2.0.0", "mod/a.com/x@v1.0.0", "mod/a.com/x@v1.1.0"]);
    let safety: Vec<Safety> = plan.items.iter().map(|item| item.safety).collect();
    assert_eq!(safety, [Safety::Private, Safety::NeedsNetwork, Safety::NeedsNetwork]);
    assert_eq!(plan.items[0].locks, [caches.at("mod/cache/download/a.com/!b/y/v2/@v/v2.0.0.lock")]);
    assert_eq!(plan.items[0].version.as_ref().unwrap().module, "a.com/B/y/v2");
    assert_eq!(caches.left(&plan).len(), 2);
    let all = caches.files();
    let gone =
        |name: &str| name.contains("@v1.0.0/") || name.contains("@v1.1.0/") || name.contains("@v2.0.0/");
    assert_eq!(caches.done(&plan), without(&all, gone));
}

#[test]
fn downloads_are_zips_and_left_over_files_and_what_is_unpacked_builds_on() {
    let caches = Caches::new();
    caches.version("a.com/x", "v1.0.0", true);
    caches.version("a.com/x", "v1.1.0", false);
    caches.version("a.com/x", "v1.2.0", true);
    caches.write("mod/cache/download/a.com/x/@v/v1.2.0.partial", 0);
    caches.write("mod/cache/download/a.com/x/@v/v1.3.0.zip1234.tmp", 77);
    caches.write("mod/cache/download/a.com/x/@v/v1.0.0.info9.tmp", 7);
    caches.aged("mod/cache/download/a.com/x/@v/v1.0.0.info9.tmp", DAY * 2);
    caches.write("mod/cache/download/a.com/x/@v/v1.0.0.zip.bak", 7);
    caches.version("golang.org/toolchain", "v0.0.1-go1.22.1.linux-amd64", false);
    let plan = caches.kinds(&[Target::Downloads], false);
    let of = |name: &str| plan.items.iter().find(|item| item.path.ends_with(name)).map(|item| item.safety);
    assert_eq!(plan.items.len(), 5);
    assert_eq!(of("v1.0.0.zip"), Some(Safety::Safe));
    assert_eq!(of("v1.1.0.zip"), Some(Safety::NeedsNetwork));
    assert_eq!(of("v1.2.0.zip"), Some(Safety::NeedsNetwork));
    assert_eq!(of("v1.3.0.zip1234.tmp"), Some(Safety::NeedsNetwork));
    assert_eq!(of("v1.0.0.info9.tmp"), Some(Safety::Safe));
    let safe = caches.kinds(&[Target::Downloads], true);
    assert_eq!(safe.items.len(), 2);
    assert_eq!(safe.left.iter().filter(|left| matches!(left.reason, LeftReason::NotSafe(_))).count(), 3);
    // The folder goes as well: then nothing is there to build from.
    let both = caches.kinds(&[Target::Downloads, Target::Modules], false);
    assert!(
        both.items.iter().all(|item| item.safety != Safety::Safe || item.path.extension().unwrap() == "tmp")
    );
    let all = caches.files();
    let gone = |name: &str| !name.contains("toolchain") && (name.ends_with(".zip") || name.ends_with(".tmp"));
    assert_eq!(caches.done(&plan), without(&all, gone));
}

#[test]
fn modcache_leaves_strays_and_locks_and_nothing_else() {
    let caches = Caches::new();
    caches.version("a.com/x", "v1.0.0", true);
    caches.version("a.com/y", "v1.0.0", true);
    caches.version("b.com/z", "v1.0.0", true);
    caches.version("golang.org/toolchain", "v0.0.1-go1.22.1.linux-amd64", true);
    caches.version("golang.org/x/text", "v0.1.0", true);
    caches.write("mod/b.com/notes.txt", 5);
    fs::create_dir_all(caches.at("mod/c.com/nothing/here")).unwrap();
    let hash = "a1".repeat(32);
    caches.write(&format!("mod/cache/vcs/{hash}/HEAD"), 50);
    caches.write(&format!("mod/cache/vcs/{hash}.info"), 50);
    caches.write(&format!("mod/cache/vcs/{hash}.lock"), 0);
    caches.write("mod/cache/download/sumdb/sum.golang.org/lookup/a.com/x@v1.0.0", 50);
    caches.write("mod/cache/download/sumdb/sum.golang.org/tile/8/0/000.p/12", 50);
    caches.write("mod/cache/download/sumdb/a.com/path/lookup/a.com/x@v1.0.0", 50);
    caches.write("mod/.burrow-quarantine/1/0/file", 50);
    let plan = caches.kinds(&[Target::Modcache], false);
    let paths = caches.paths(&plan);
    for whole in ["mod/a.com", "mod/b.com/z@v1.0.0", "mod/c.com", "mod/cache/download/sumdb"] {
        assert!(paths.iter().any(|path| path == whole), "{whole} in {paths:?}");
    }
    let at = |name: &str| paths.iter().position(|path| path == name).unwrap();
    assert_eq!(plan.items[at("mod/a.com")].locks.len(), 2);
    let left = caches.done(&plan);
    let stays = |name: &str| {
        name.ends_with(".lock")
            || name == "mod/cache/lock"
            || name == "mod/b.com/notes.txt"
            || name.contains("quarantine")
            || name.starts_with("go-build")
    };
    assert!(left.iter().all(|name| stays(name)), "{left:?}");
    assert!(left.contains(&"mod/.burrow-quarantine/1/0/file".into()));
    assert!(!caches.at("mod/a.com").exists() && caches.at("mod/cache/download").exists());
}

#[test]
fn records_of_checksum_databases_are_refused_while_toolchains_stay() {
    let caches = Caches::new();
    caches.write("mod/cache/download/sumdb/sum.golang.org/lookup/a.com/x@v1.0.0", 50);
    let sumdb = Wish::Kinds { targets: vec![Target::Sumdb], safe: false };
    assert_eq!(caches.paths(&caches.plan(&sumdb).unwrap()), ["mod/cache/download/sumdb"]);
    caches.version("golang.org/toolchain", "v0.0.1-go1.22.1.linux-amd64", true);
    assert!(matches!(caches.plan(&sumdb), Err(PlanRefusal::SumdbNeeded)));
    let both = caches.kinds(&[Target::Sumdb, Target::Toolchains], false);
    let left = caches.done(&both);
    assert!(
        left.iter()
            .all(|name| !name.contains("sumdb") && (!name.contains("toolchain") || name.ends_with(".lock")))
    );
    // The folders that led there are all that is left to take.
    assert_eq!(caches.paths(&caches.kinds(&[Target::Modcache], false)), ["mod/golang.org"]);
}

#[test]
fn a_file_that_keeps_a_name_outside_gives_nothing_back() {
    let caches = Caches::new();
    caches.entry(1, 9000, DAY);
    let output = caches.at(&format!("go-build/01/{}-d", "01".repeat(32)));
    fs::hard_link(&output, caches.at("elsewhere")).unwrap();
    let plan = caches.kinds(&[Target::Build], false);
    assert_eq!((plan.size.bytes, plan.size.files), (9175, 2));
    assert!(plan.size.disk_bytes < 9000 + 4096 * 2);
    fs::remove_file(caches.at("elsewhere")).unwrap();
    fs::hard_link(&output, caches.at(&format!("go-build/01/{}-a", "0101".repeat(15) + "0000"))).unwrap();
    let plan = caches.kinds(&[Target::Build], false);
    assert_eq!((plan.size.bytes, plan.size.files), (9175, 3));
    caches.done(&plan);
}

#[test]
fn links_are_strays_whatever_they_are_called() {
    let caches = Caches::new();
    caches.write("outside/precious", 100);
    caches.entry(1, 10, DAY);
    std::os::unix::fs::symlink(caches.at("outside"), caches.at("go-build/02")).unwrap();
    std::os::unix::fs::symlink(caches.at("outside"), caches.at("go-build/fuzz")).unwrap();
    std::os::unix::fs::symlink(caches.at("outside"), caches.at("mod/a.com")).unwrap();
    let link = format!("go-build/01/{}-d", "0101".repeat(15) + "0000");
    std::os::unix::fs::symlink(caches.at("outside"), caches.at(&link)).unwrap();
    let all = [Target::Build, Target::Fuzz, Target::Modcache];
    let plan = caches.kinds(&all, false);
    let entry = |half| format!("go-build/01/{}-{half}", "01".repeat(32));
    assert_eq!(caches.paths(&plan), [entry("a"), entry("d")]);
    assert_eq!(caches.left(&plan).len(), 5);
    assert!(caches.done(&plan).contains(&"outside/precious".into()));
}

#[test]
fn where_there_is_no_cache_there_is_nothing_to_clean() {
    let mut caches = Caches::new();
    caches.roots.gocache = Root::Off;
    caches.roots.gomodcache = Root::At(caches.at("missing"));
    assert_eq!(caches.kinds(&Target::ALL, false), Plan::default());
    caches.roots.gocache = Root::Nowhere;
    let wish = Wish::Kinds { targets: vec![Target::Build], safe: false };
    assert!(matches!(caches.plan(&wish), Err(PlanRefusal::NoFolder(Cache::Build))));
    caches.roots.gocache = Root::Relative("here".into());
    assert!(matches!(caches.plan(&wish), Err(PlanRefusal::Root(RootRefusal::Relative(_)))));
    caches.write("home/notes", 1);
    caches.roots.gocache = Root::At(caches.at("home"));
    assert!(matches!(caches.plan(&wish), Err(PlanRefusal::Root(RootRefusal::NoSign { .. }))));
}
