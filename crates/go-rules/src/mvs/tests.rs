use super::*;
use std::collections::HashMap;

/// Modules in memory: `a@v1` to its go line and requirements.
#[derive(Default)]
struct World(HashMap<Actual, Arc<Summary>>);

impl World {
    /// `a v1.0.0 1.17: b v1.0.0, c v1.0.0`
    fn of(lines: &[&str]) -> World {
        let mut world = World::default();
        for line in lines {
            let (head, asks) = line.split_once(':').unwrap();
            let words: Vec<&str> = head.split_whitespace().collect();
            let version = version(&format!("{} {}", words[0], words[1]));
            let go = words.get(2).copied().unwrap_or_default();
            let asks = asks.split(',').filter(|ask| !ask.trim().is_empty()).map(self::version);
            let summary = Summary::new(words[0], go.as_bytes(), asks);
            world.0.insert(Actual::Module(Arc::new(version)), Arc::new(summary));
        }
        world
    }
}

impl Source for World {
    type Trouble = ();
    fn summary(&self, of: &Actual) -> Result<Arc<Summary>, ()> {
        self.0.get(of).cloned().ok_or(())
    }
}

fn version(text: &str) -> ModuleVersion {
    let (module, version) = text.trim().split_once(' ').unwrap();
    ModuleVersion::new(module, version)
}

fn shown(list: &[Selected]) -> String {
    list.iter().map(|it| it.version.to_string()).collect::<Vec<_>>().join(" ")
}

fn list_of(go_mod: &str, world: &World) -> BuildList<()> {
    let file = ModFile::read(Os::Linux, go_mod.as_bytes()).unwrap();
    build_list(Os::Linux, Target::Module(Main { file: &file, folder: BStr::new("/m") }), world)
}

#[test]
fn the_highest_version_that_anybody_asks_for_is_built_with() {
    let world = World::of(&[
        "a v1.0.0: b v1.1.0",
        "b v1.0.0: c v1.0.0",
        "b v1.1.0: c v1.0.0-rc.1",
        "c v1.0.0:",
        "c v1.0.0-rc.1: d v1.0.0",
        "d v1.0.0:",
    ]);
    let list = list_of("module m\nrequire a v1.0.0\nrequire b v1.1.0\n", &world);
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.1.0 c@v1.0.0-rc.1 d@v1.0.0");
    assert!(list.refusals.is_empty() && list.trouble.is_empty());
    let list = list_of("module m\nrequire a v1.0.0\nrequire b v1.0.0\n", &world);
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.1.0 c@v1.0.0 d@v1.0.0");
    assert_eq!(list.refusals, [Refusal::UpdatesNeeded]);
}

#[test]
fn a_pruned_graph_ends_with_what_its_modules_name_themselves() {
    let world = World::of(&[
        "a v1.0.0 1.17: b v1.0.0",
        "b v1.0.0 1.17: c v1.0.0",
        "c v1.0.0 1.17:",
        "old v1.0.0 1.16: b v1.0.0",
    ]);
    let list = list_of("module m\ngo 1.17\nrequire a v1.0.0\n", &world);
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.0.0");
    assert_eq!(list.asked.len(), 1, "the go.mod of b is not looked at");
    let list = list_of("module m\ngo 1.16\nrequire a v1.0.0\n", &world);
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.0.0 c@v1.0.0");
    let list = list_of("module m\ngo 1.17\nrequire old v1.0.0\n", &world);
    assert_eq!(shown(&list.selected), "b@v1.0.0 c@v1.0.0 old@v1.0.0");
}

#[test]
fn a_requirement_that_is_raised_may_bring_back_what_was_pruned() {
    let world = World::of(&[
        "a v1.0.0 1.17: b v1.1.0",
        "b v1.0.0 1.17:",
        "b v1.1.0 1.17: c v1.0.0",
        "c v1.0.0 1.17: d v1.0.0",
        "d v1.0.0 1.17:",
    ]);
    let list = list_of("module m\ngo 1.17\nrequire a v1.0.0\nrequire b v1.0.0\n", &world);
    assert_eq!(list.refusals, [Refusal::UpdatesNeeded]);
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.1.0");
    assert_eq!(shown(&list.settled), "a@v1.0.0 b@v1.1.0 c@v1.0.0");
    assert_eq!(shown(&list.named), "a@v1.0.0 b@v1.0.0");
}

#[test]
fn replacements_and_exclusions_of_the_main_module_count() {
    let mut world =
        World::of(&["a v1.0.0: b v1.0.0, x v1.0.0", "r v1.5.0: c v1.0.0", "c v1.0.0:", "x v1.0.0:"]);
    let local = Summary::new("anything", b"1.17", [version("c v1.2.0")]);
    world.0.insert(Actual::Folder("/m/local".into()), Arc::new(local));
    let list = list_of(
        "module m\nrequire a v1.0.0\nreplace b v1.0.0 => r v1.5.0\nreplace c => ./local\nexclude x v1.0.0\n",
        &world,
    );
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.0.0 c@v1.2.0");
    let actual: Vec<_> = list.selected.iter().map(|it| it.actual.clone()).collect();
    assert_eq!(actual[1], Actual::Module(Arc::new(version("r v1.5.0"))));
    assert_eq!(actual[2], Actual::Folder("/m/local".into()));
    assert!(list.trouble.is_empty());
}

#[test]
fn what_cannot_be_had_is_told() {
    let world = World::of(&["a v1.0.0: b v1.0.0"]);
    let list = list_of("module m\nrequire a v1.0.0\n", &world);
    assert_eq!(shown(&list.selected), "a@v1.0.0 b@v1.0.0");
    assert_eq!(list.trouble, [(Actual::Module(Arc::new(version("b v1.0.0"))), ())]);
}

#[test]
fn go_itself_is_a_requirement_from_1_21_on() {
    let world = World::of(&["a v1.0.0 1.22.1:"]);
    assert_eq!(list_of("module m\ngo 1.21\nrequire a v1.0.0\n", &world).refusals, [Refusal::UpdatesNeeded]);
    assert_eq!(list_of("module m\ngo 1.22.1\nrequire a v1.0.0\n", &world).refusals, []);
    assert_eq!(shown(&list_of("module m\ngo 1.22.1\nrequire a v1.0.0\n", &world).selected), "a@v1.0.0");
}

/// It has no version that could be compared: raising requirements must end all the same.
#[test]
fn a_toolchain_that_is_no_version_holds_nothing_up() {
    let world = World::of(&["a v1.0.0 1.17:", "a v1.1.0 1.17:", "b v1.0.0 1.17: a v1.1.0"]);
    let list = list_of("module m\ngo 1.18\ntoolchain default\nrequire a v1.0.0\nrequire b v1.0.0\n", &world);
    assert_eq!(
        (shown(&list.settled), list.refusals),
        ("a@v1.1.0 b@v1.0.0".into(), vec![Refusal::UpdatesNeeded])
    );
}

#[test]
fn the_modules_of_a_workspace_are_built_together() {
    let world = World::of(&[
        "b v1.0.0 1.17:",
        "b v1.1.0 1.17: c v1.0.0",
        "c v1.0.0 1.17: d v1.0.0",
        "d v1.0.0 1.17:",
        "two v1.0.0 1.17: b v1.9.0",
    ]);
    let read = |text: &str| ModFile::read(Os::Linux, text.as_bytes()).unwrap();
    let one = read("module one\ngo 1.18\nrequire b v1.0.0\nrequire two v1.0.0\n");
    let two = read("module two\ngo 1.18\nrequire b v1.1.0\n");
    let work = WorkFile::read(Os::Linux, b"go 1.18\nuse ./one\nuse ./two\n").unwrap();
    let folder = BStr::new("/w");
    let modules = [Main { file: &one, folder }, Main { file: &two, folder }];
    let list = build_list(Os::Linux, Target::Workspace { file: &work, folder, modules: &modules }, &world);
    assert_eq!(shown(&list.selected), "b@v1.9.0 c@v1.0.0");
    assert_eq!(list.refusals, []);
    assert_eq!(list.trouble.len(), 1, "b v1.9.0 is loaded because it was raised");
}

#[test]
fn a_workspace_that_disagrees_is_refused() {
    let read = |text: &str| ModFile::read(Os::Linux, text.as_bytes()).unwrap();
    let one = read("module one\ngo 1.22\nreplace a => ../x\n");
    let two = read("module two\ngo 1.18\nreplace a => b v1.0.0\n");
    let again = read("module two\n");
    let folder = BStr::new("/w");
    let modules = [&one, &two, &again].map(|file| Main { file, folder });
    let ask = |work: &str| {
        let work = WorkFile::read(Os::Linux, work.as_bytes()).unwrap();
        build_list(Os::Linux, Target::Workspace { file: &work, folder, modules: &modules }, &World::default())
            .refusals
    };
    let told = ask("go 1.20\n");
    assert!(told.contains(&Refusal::WorkTooOld { module: "one".into() }), "{told:?}");
    assert!(told.contains(&Refusal::Twice { module: "two".into() }), "{told:?}");
    assert!(told.contains(&Refusal::Conflict { of: ModuleVersion::new("a", "") }), "{told:?}");
    let told = ask("go 1.22\nreplace a => ../z\nreplace one => ../one\n");
    assert_eq!(
        told,
        [Refusal::Twice { module: "two".into() }, Refusal::ReplacesMember { module: "one".into() }]
    );
}
