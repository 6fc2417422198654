//! Generated modules that need each other in versions drawn at random: paths with capitals, major versions, one
//! module inside another, pre-releases, pseudo-versions, versions from before modules, requirements from before
//! pruning. Every package has a `V`, so that any version builds with any other.

use super::proxy::Release;
use crate::rng::Rng;
use std::collections::BTreeMap;

/// Where each module lies. A module needs only those after it, as far as its packages go.
const PATHS: [&str; 14] = [
    "example.com/Team/alpha",
    "example.com/beta",
    "example.com/beta/v2",
    "gopkg.in/gamma.v1",
    "example.com/mono",
    "example.com/mono/inner",
    "corp.example/Private/delta",
    "example.com/epsilon",
    "example.com/zeta",
    "example.com/old",
    "example.com/theta",
    "example.com/Iota_x",
    "example.com/kappa-lambda",
    "example.com/last/v3",
];

/// The modules of one world.
#[derive(Debug, Clone)]
pub struct Graph {
    pub modules: Vec<Module>,
}

#[derive(Debug, Clone)]
pub struct Module {
    pub path: &'static str,
    /// In the order of versions, lowest first.
    pub versions: Vec<Version>,
}

#[derive(Debug, Clone)]
pub struct Version {
    pub version: String,
    /// `1.16` and before have a graph that is not pruned.
    pub go: &'static str,
    /// What its root package imports, as numbers in [`Graph::modules`], with the version that it asks for.
    pub imports: BTreeMap<usize, usize>,
    /// The same for the package `extra`, which others rarely use, and for its test.
    pub extra: BTreeMap<usize, usize>,
}

impl Graph {
    pub fn generate(rng: &mut Rng) -> Graph {
        let mut modules: Vec<Module> = Vec::new();
        // The last first: what a module needs is there before it.
        for (number, path) in PATHS.iter().enumerate().rev() {
            let names = versions_of(path, rng);
            let later = |rng: &mut Rng, modules: &[Module], percent: usize| {
                let mut needs = BTreeMap::new();
                for (at, other) in modules.iter().enumerate() {
                    if rng.chance(percent) {
                        needs.insert(number + modules.len() - at, rng.below(other.versions.len()));
                    }
                }
                needs
            };
            let versions = names
                .into_iter()
                .map(|version| Version {
                    version,
                    go: rng.pick::<&str>(&["1.15", "1.16", "1.17", "1.18", "1.19"]),
                    imports: later(rng, &modules, 18),
                    extra: later(rng, &modules, 10),
                })
                .collect();
            modules.push(Module { path, versions });
        }
        modules.reverse();
        Graph { modules }
    }

    /// Every version of every module, ready to be published.
    pub fn releases(&self) -> Vec<Release> {
        let all = self.modules.iter().enumerate();
        all.flat_map(|(number, module)| {
            (0..module.versions.len()).map(move |version| self.release(number, version))
        })
        .collect()
    }

    fn release(&self, module: usize, version: usize) -> Release {
        let Module { path, versions } = &self.modules[module];
        let this = &versions[version];
        let package = package(path);
        let with_test = |name: &str, imports: &BTreeMap<usize, usize>| {
            self.source(name, &format!("{path} {}", this.version), imports)
        };
        let test = "package extra\n\nimport \"testing\"\n\nfunc TestV(t *testing.T) {\n\tif V() == \"\" {\n\t\tt.Fatal()\n\t}\n}\n";
        let files = vec![
            ("lib.go".to_owned(), with_test(&package, &this.imports)),
            ("extra/extra.go".to_owned(), with_test("extra", &this.extra)),
            ("extra/extra_test.go".to_owned(), test.as_bytes().to_vec()),
            ("README.md".to_owned(), format!("# {path}\n").repeat(1 + version).into_bytes()),
            ("deep/er/data.txt".to_owned(), vec![b'x'; 100 * (module + 1)]),
        ];
        Release {
            module: (*path).to_owned(),
            version: this.version.clone(),
            go_mod: self.go_mod(module, version),
            files,
        }
    }

    fn source(&self, package_name: &str, says: &str, imports: &BTreeMap<usize, usize>) -> Vec<u8> {
        let lines: String =
            imports.keys().map(|n| format!("import m{n} \"{}\"\n", self.modules[*n].path)).collect();
        let calls: String = imports.keys().map(|n| format!(" + m{n}.V()")).collect();
        format!("package {package_name}\n\n{lines}\nfunc V() string {{ return {says:?}{calls} }}\n")
            .into_bytes()
    }

    /// Tidy: from `go 1.17` on it names everything that its packages need, however far away.
    fn go_mod(&self, module: usize, version: usize) -> String {
        let this = &self.modules[module].versions[version];
        let direct = this.direct();
        let mut lines = String::new();
        for (number, version) in &direct {
            lines.push_str(&self.line(*number, *version, ""));
        }
        if !matches!(this.go, "1.15" | "1.16") {
            for (number, version) in self.build_list(&direct) {
                if !direct.contains_key(&number) {
                    lines.push_str(&self.line(number, version, " // indirect"));
                }
            }
        }
        let path = self.modules[module].path;
        format!("module {path}\n\ngo {}\n\nrequire (\n{lines})\n", this.go)
    }

    fn line(&self, number: usize, version: usize, comment: &str) -> String {
        let module = &self.modules[number];
        format!("\t{} {}{comment}\n", module.path, module.versions[version].version)
    }

    /// The highest version of each that anything in reach asks for.
    fn build_list(&self, from: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
        let mut chosen: BTreeMap<usize, usize> = BTreeMap::new();
        let mut open: Vec<(usize, usize)> = from.iter().map(|(n, v)| (*n, *v)).collect();
        while let Some((number, version)) = open.pop() {
            if chosen.get(&number).is_some_and(|known| *known >= version) {
                continue;
            }
            chosen.insert(number, version);
            open.extend(self.modules[number].versions[version].direct());
        }
        chosen
    }
}

impl Version {
    fn direct(&self) -> BTreeMap<usize, usize> {
        let mut all = self.imports.clone();
        for (number, version) in &self.extra {
            let known = all.entry(*number).or_insert(*version);
            *known = (*known).max(*version);
        }
        all
    }
}

/// What a package of this module is called in a source.
pub fn package(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let major = last.len() > 1 && last.starts_with('v') && last[1..].bytes().all(|b| b.is_ascii_digit());
    let name = if major { parts.next().unwrap_or_default() } else { last };
    name.split('.').next().unwrap_or_default().replace('-', "_").to_lowercase()
}

/// One to four versions of the form that the path asks for, lowest first.
fn versions_of(path: &str, rng: &mut Rng) -> Vec<String> {
    let major = match path {
        _ if path.ends_with("/v2") => 2,
        _ if path.ends_with("/v3") => 3,
        _ => 1,
    };
    let mut all: Vec<String> = match path {
        "example.com/old" => {
            ["v1.0.0", "v2.0.0+incompatible", "v2.1.0-RC.2+incompatible", "v3.0.0+incompatible"]
                .map(str::to_owned)
                .to_vec()
        }
        "gopkg.in/gamma.v1" => ["v1.0.0-Beta1", "v1.0.1", "v1.7.0"].map(str::to_owned).to_vec(),
        _ if rng.chance(25) => (1..5)
            .map(|n| format!("v{}.0.0-2025010{n}030405-abcdefabcd0{n}", if major == 1 { 0 } else { major }))
            .collect(),
        _ => vec![
            format!("v{major}.0.0"),
            format!("v{major}.1.0-RC1"),
            format!("v{major}.1.0"),
            format!("v{major}.12.3"),
        ],
    };
    while all.len() > 1 && rng.chance(30) {
        all.remove(rng.below(all.len()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_needs_only_what_comes_after_it_and_the_same_seed_gives_the_same_modules() {
        let graph = Graph::generate(&mut Rng::of_case(1, 2));
        for (number, module) in graph.modules.iter().enumerate() {
            assert!(module.versions.iter().all(|v| v.direct().keys().all(|other| *other > number)));
        }
        assert_eq!(graph.releases(), Graph::generate(&mut Rng::of_case(1, 2)).releases());
    }
}
