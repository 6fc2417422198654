//! A module proxy of modules that a test packs: served, or as a folder for `file://`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::pack;
use crate::server::Server;

/// One version of a module.
#[derive(Debug, Clone)]
pub struct Module {
    pub path: String,
    pub version: String,
    pub go_mod: String,
    zip: Vec<u8>,
}

impl Module {
    /// A module with one package.
    pub fn new(path: &str, version: &str) -> Module {
        Module::of(path, version, &format!("module {path}\n\ngo 1.21\n"), &[("m.go", b"package m\n")])
    }

    /// A module with this go.mod and these files besides.
    pub fn of(path: &str, version: &str, go_mod: &str, files: &[(&str, &[u8])]) -> Module {
        let root = format!("{path}@{version}");
        let all = [("go.mod", go_mod.as_bytes())].into_iter().chain(files.iter().copied());
        let zip = pack::zip(all.map(|(name, text)| (format!("{root}/{name}"), text)));
        Module { path: path.into(), version: version.into(), go_mod: go_mod.into(), zip }
    }

    /// The lines that a checksum database has of it.
    pub fn record(&self) -> String {
        let Module { path, version, go_mod, zip } = self;
        let of_go_mod = go_rules::module::h1_of_go_mod(go_mod.as_bytes());
        format!("{path} {version} {}\n{path} {version}/go.mod {of_go_mod}\n", pack::h1(zip))
    }

    /// Its files below a proxy.
    fn files(&self) -> [(String, Vec<u8>); 3] {
        let Module { path, version, go_mod, zip } = self;
        let escaped = go_rules::module::escape_path(path.as_bytes()).unwrap();
        let info = format!("{{\"Version\":\"{version}\",\"Time\":\"2026-01-01T00:00:00Z\"}}");
        let name = |kind: &str| format!("{escaped}/@v/{version}.{kind}");
        [
            (name("info"), info.into_bytes()),
            (name("mod"), go_mod.clone().into_bytes()),
            (name("zip"), zip.clone()),
        ]
    }
}

/// Every file of a proxy, with the lists.
fn files(modules: &[Module]) -> BTreeMap<String, Vec<u8>> {
    let mut all: BTreeMap<String, Vec<u8>> = modules.iter().flat_map(Module::files).collect();
    for module in modules {
        let escaped = go_rules::module::escape_path(module.path.as_bytes()).unwrap();
        let list = all.entry(format!("{escaped}/@v/list")).or_default();
        list.extend_from_slice(format!("{}\n", module.version).as_bytes());
        all.insert(format!("{escaped}/@latest"), module.files()[0].1.clone());
    }
    all
}

/// Serves modules below a path. The last version of each is its latest.
pub fn serve(modules: &[Module], server: &Server, below: &str) {
    for (name, bytes) in files(modules) {
        server.file(format!("{below}/{}", name.replace('!', "%21")), bytes);
    }
}

/// The same as a folder.
pub fn write(modules: &[Module], folder: &Path) {
    for (name, bytes) in files(modules) {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}
