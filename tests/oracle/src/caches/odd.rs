//! What `burrow cache` is promised to do where settings are odd: refusals before anything is touched, links, folders
//! that are missing or full of something else, things in the way. A sentence of the command's contract each.

use super::seen::Seen;
use super::stage::{Stage, copy, said, told};
use super::tree::{QUARANTINE, Tree};
use super::world::World;
use crate::stage::clear;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Where odd things are laid; the world's caches are copied into it.
struct Odd<'a> {
    world: &'a World<'a>,
    burrow: &'a Path,
    stage: Stage,
}

/// # Errors
/// When something cannot be laid, or a program not be started.
pub fn judge(world: &World<'_>, burrow: &Path, seen: &mut Seen) -> io::Result<()> {
    let root = world.stage.root.join("odd");
    let mut stage = Stage::new(&root)?;
    stage.ordinary = world.stage.ordinary;
    let odd = Odd { world, burrow, stage };
    odd.fill()?;
    odd.nothing_there(seen)?;
    odd.refused_roots(seen)?;
    odd.wrong_usage(seen)?;
    odd.sumdb(seen)?;
    odd.test_results(seen)?;
    odd.like_go_clean(seen)?;
    odd.conflicts(seen)?;
    odd.in_the_quarantine(seen)?;
    odd.usage_adds_up(seen)?;
    odd.projects(seen)?;
    #[cfg(unix)]
    {
        odd.by_a_link(seen)?;
        odd.closed_parent(seen)?;
    }
    clear(&root)
}

impl Odd<'_> {
    fn fill(&self) -> io::Result<()> {
        self.stage.clear_caches()?;
        copy(&self.world.stage.gocache, &self.stage.gocache)?;
        copy(&self.world.stage.gomodcache, &self.stage.gomodcache)
    }

    fn run(&self, words: &[&str], env: &[(&str, &str)]) -> io::Result<Output> {
        let mut burrow = self.stage.burrow(self.burrow, self.world.sdk);
        burrow.args(["cache"]).args(words).envs(env.iter().copied());
        burrow.output()
    }

    fn ask(&self, words: &[&str], env: &[(&str, &str)]) -> io::Result<(i32, Value)> {
        let output = self.run(&[words, &["--json"]].concat(), env)?;
        let value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| Value::from(told(&output)));
        Ok((output.status.code().unwrap_or(-1), value))
    }

    /// `off` and missing folders hold nothing, and cleaning them is soon done.
    fn nothing_there(&self, seen: &mut Seen) -> io::Result<()> {
        let missing = self.stage.root.join("missing").display().to_string();
        let off = [("GOCACHE", "off"), ("GOMODCACHE", missing.as_str())];
        let (status, usage) = self.ask(&["usage"], &off)?;
        let rows = |name: &str| -> Vec<Value> {
            usage[name]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|r| r["cache"] == "gocache")
                .cloned()
                .collect()
        };
        seen.must(
            "GOCACHE=off has no rows",
            status == 0 && rows("caches").is_empty() && rows("kinds").is_empty(),
            || usage.to_string(),
        );
        let zeros = usage["caches"].as_array().into_iter().flatten().any(|row| {
            row["cache"] == "gomodcache" && row["bytes"] == 0 && row["files"] == 0 && row["diskBytes"] == 0
        });
        seen.must("a missing cache has zeros", zeros, || usage.to_string());
        for kind in ["build", "fuzz", "test", "modules", "downloads", "modcache"] {
            let (status, done) = self.ask(&["clean", kind, "--yes"], &off)?;
            let empty = done["plan"]["items"].as_array().is_some_and(Vec::is_empty);
            seen.must(&format!("cleaning {kind} of nothing"), status == 0 && empty, || {
                format!("{status}: {done}")
            });
        }
        for words in [&["quarantine"][..], &["undo"], &["purge", "--yes"], &["verify"]] {
            let (status, answer) = self.ask(words, &off)?;
            seen.must(&format!("{words:?} of nothing"), status == 0, || format!("{status}: {answer}"));
        }
        seen.must("nothing is made", !Path::new(&missing).exists(), || missing.clone());
        Ok(())
    }

    /// Roots that are no cache. Of `/` only the dry run is tried: should it not be refused, all would be lost.
    fn refused_roots(&self, seen: &mut Seen) -> io::Result<()> {
        let root = &self.stage.root;
        let at = |name: &str| root.join(name);
        let lay = |name: &str| -> io::Result<()> {
            let file = at(name);
            fs::create_dir_all(file.parent().unwrap_or(root))?;
            fs::write(file, "mine")
        };
        // Each looks like a cache otherwise: what is against it is its place or its company.
        for name in ["tree", "above/tree", "goroot-in", "gopath", "home", "plain"] {
            lay(&format!("{name}/keep"))?;
            if name != "plain" {
                lay(&format!("{name}/cache/download/example.com/m/@v/v1.0.0.zip"))?;
                lay(&format!("{name}/example.com/m@v1.0.0/lib.go"))?;
                lay(&format!("{name}/README"))?;
                lay(&format!("{name}/trim.txt"))?;
                lay(&format!("{name}/00/{}-d", "0".repeat(64)))?;
            }
        }
        lay("tree/.git/HEAD")?;
        lay("above/tree/.git/HEAD")?;
        lay("above/cache/download/example.com/m/@v/v1.0.0.zip")?;
        lay("above/trim.txt")?;
        lay("file")?;
        let goroot = self.world.sdk.goroot.display().to_string();
        let before = Tree::of(root)?;
        let path = |name: &str| at(name).display().to_string();
        let refused = [
            ("/".to_owned(), true),
            (root.display().to_string(), false),
            (path("home"), false),
            (path("gopath"), false),
            (path("tree"), false),
            (path("above"), false),
            (path("plain"), false),
            (path("file"), false),
            ("relative/cache".to_owned(), false),
            (goroot, true),
        ];
        for (value, only_dry) in &refused {
            for (variable, kind) in [("GOCACHE", "build"), ("GOMODCACHE", "modcache")] {
                let gopath = path("gopath");
                let env = [(variable, value.as_str()), ("GOPATH", gopath.as_str())];
                let mut ways = vec![vec!["clean", kind, "--dry-run"]];
                if !only_dry {
                    ways.push(vec!["clean", kind, "--yes"]);
                    ways.push(vec!["clean", kind, "--purge", "--yes"]);
                }
                for words in ways {
                    let (status, answer) = self.ask(&words, &env)?;
                    let told = answer["error"]["code"].is_string() && answer["error"]["message"].is_string();
                    let what = format!("{variable}={value} is refused ({})", words.join(" "));
                    seen.must(&what, status == 3 && told, || format!("{status}: {answer}"));
                }
            }
        }
        let after = Tree::of(root)?;
        seen.none("after refusals", &before.differences(&after));
        for name in ["tree", "above", "goroot-in", "gopath", "plain"] {
            clear(&at(name))?;
        }
        let empty = at("empty");
        fs::create_dir_all(&empty)?;
        let empty = empty.display().to_string();
        for (variable, kind) in [("GOCACHE", "build"), ("GOMODCACHE", "modcache")] {
            let (status, answer) = self.ask(&["clean", kind, "--yes"], &[(variable, &empty)])?;
            seen.must(&format!("an empty {variable} is a cache"), status == 0, || {
                format!("{status}: {answer}")
            });
        }
        Ok(())
    }

    fn wrong_usage(&self, seen: &mut Seen) -> io::Result<()> {
        let before = Tree::of(&self.stage.gomodcache)?;
        let project = self.world.projects[0].folder.display().to_string();
        for words in
            [&["clean", "modules"][..], &["clean", "modcache", "--purge"], &["prune", "--projects", &project]]
        {
            let output = self.run(words, &[])?;
            let text = told(&output);
            let named = text.contains("--yes") && text.contains("--dry-run");
            seen.must(
                &format!("{words:?} with nobody to ask"),
                output.status.code() == Some(2) && named,
                || text,
            );
        }
        for words in [&["clean"][..], &["clean", "rubbish", "--yes"], &["usage", "--by", "rubbish"]] {
            let (status, answer) = self.ask(words, &[])?;
            seen.must(&format!("{words:?} is wrong usage"), status == 2, || format!("{status}: {answer}"));
        }
        for words in [&["undo", "nothing-of-this-name"][..], &["purge", "nothing-of-this-name", "--yes"]] {
            let (status, answer) = self.ask(words, &[])?;
            seen.must(&format!("{words:?}"), status == 2 || status == 5, || format!("{status}: {answer}"));
        }
        seen.none("after wrong usage", &before.differences(&Tree::of(&self.stage.gomodcache)?));
        let output = self.run(&["clean", "modules", "--dry-run", "--lang", "zh-CN"], &[])?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        seen.must("a plan in Chinese", output.status.success() && chinese, || told(&output));
        Ok(())
    }

    fn sumdb(&self, seen: &mut Seen) -> io::Result<()> {
        let before = Tree::of(&self.stage.gomodcache)?;
        for words in [&["clean", "sumdb", "--dry-run"][..], &["clean", "sumdb", "--yes"]] {
            let (status, answer) = self.ask(words, &[])?;
            seen.must("records of a checksum database stay while toolchains do", status == 3, || {
                format!("{status}: {answer}")
            });
        }
        seen.none("after that", &before.differences(&Tree::of(&self.stage.gomodcache)?));
        let (status, answer) = self.ask(&["clean", "sumdb", "toolchains", "--yes"], &[])?;
        let gone = !self.stage.gomodcache.join("cache/download/sumdb/sum.golang.org").exists();
        seen.must("both together go", status == 0 && gone, || format!("{status}: {answer}"));
        self.ask(&["undo"], &[]).map(drop)
    }

    /// Only `testexpire.txt` is written, and go runs its tests again.
    fn test_results(&self, seen: &mut Seen) -> io::Result<()> {
        let project = &self.world.projects[0].modules[0];
        let test = || said(self.stage.go_offline(self.world.sdk, project).args(["test", "."]));
        test()?;
        seen.must("a test that has run is not run again", test()?.contains("(cached)"), || "it was".into());
        let before = Tree::of(&self.stage.gocache)?;
        let (status, done) = self.ask(&["clean", "test", "--yes"], &[])?;
        seen.must("cleaning tests", status == 0 && done["done"]["bytes"] == 0, || {
            format!("{status}: {done}")
        });
        let mut changed = before.differences(&Tree::of(&self.stage.gocache)?);
        changed.retain(|line| !line.starts_with("testexpire.txt"));
        seen.none("but for testexpire.txt", &changed);
        let text = fs::read_to_string(self.stage.gocache.join("testexpire.txt")).unwrap_or_default();
        let nanos = text.strip_suffix('\n').and_then(|n| n.parse::<u64>().ok()).is_some_and(|n| n > 1 << 60);
        seen.must("the time in it is as go writes it", nanos, || text.clone());
        let again = test()?;
        seen.must("then go runs it again", !again.contains("(cached)"), || again.clone());
        let (_, usage) = self.ask(&["usage", "--tests"], &[])?;
        let results = usage["kinds"].as_array().into_iter().flatten().find(|row| row["kind"] == "test");
        let some = results.is_some_and(|row| row["files"].as_u64().unwrap_or(0) > 0);
        seen.must("test results are told apart", some, || usage["kinds"].to_string());
        Ok(())
    }

    /// What real go takes goes, but for strays and locks; what it leaves stays.
    fn like_go_clean(&self, seen: &mut Seen) -> io::Result<()> {
        for (kind, flag) in [("build", "-cache"), ("fuzz", "-fuzzcache"), ("modcache", "-modcache")] {
            self.fill()?;
            let (status, done) = self.ask(&["clean", kind, "--yes", "--purge"], &[])?;
            seen.must(&format!("cleaning {kind}"), status == 0, || format!("{status}: {done}"));
            let mine = (Tree::of(&self.stage.gocache)?, Tree::of(&self.stage.gomodcache)?);
            self.fill()?;
            stage_go(&self.stage, self.world, &["clean", flag])?;
            let gos = (Tree::of(&self.stage.gocache)?, Tree::of(&self.stage.gomodcache)?);
            let names = |tree: &Tree, root: &Path| files(tree, &self.stray_names(root));
            let (build, modules) = (&self.stage.gocache, &self.stage.gomodcache);
            let (mut left, wanted) = (names(&mine.0, build), names(&gos.0, build));
            left.extend(names(&mine.1, modules));
            let wanted: Vec<PathBuf> = wanted.into_iter().chain(names(&gos.1, modules)).collect();
            let odd: Vec<String> = left
                .iter()
                .filter(|path| !wanted.contains(path) && !path.to_string_lossy().ends_with("lock"))
                .map(|path| format!("{} stays", path.display()))
                .chain(
                    wanted.iter().filter(|p| !left.contains(p)).map(|p| format!("{} is gone", p.display())),
                )
                .collect();
            seen.none(&format!("{kind}, unlike go clean {flag}"), &odd);
        }
        self.fill()
    }

    fn stray_names(&self, root: &Path) -> Vec<PathBuf> {
        let worlds =
            if root == self.stage.gocache { &self.world.stage.gocache } else { &self.world.stage.gomodcache };
        self.world
            .strays
            .iter()
            .filter_map(|path| path.strip_prefix(worlds).ok())
            .map(Path::to_owned)
            .collect()
    }

    /// Something new lies where the old one is to come back.
    fn conflicts(&self, seen: &mut Seen) -> io::Result<()> {
        self.fill()?;
        let (_, done) = self.ask(&["clean", "modules", "--yes"], &[])?;
        let items = done["plan"]["items"].as_array().cloned().unwrap_or_default();
        let Some(first) = items.first().and_then(|item| item["path"].as_str()).map(PathBuf::from) else {
            seen.must("there are modules to clean", false, || done.to_string());
            return Ok(());
        };
        fs::create_dir_all(&first)?;
        fs::write(first.join("new"), "new")?;
        let (status, undone) = self.ask(&["undo"], &[])?;
        let told = undone["conflicts"].as_array().is_some_and(|all| all.len() == 1)
            && undone["conflicts"][0]["path"] == first.display().to_string().as_str();
        seen.must("what lies there is told", status == 1 && told, || format!("{status}: {undone}"));
        seen.must("the new one stays", first.join("new").is_file(), || first.display().to_string());
        let restored = undone["restored"]["items"].as_u64();
        seen.same("the others are back", &restored, &Some(items.len() as u64 - 1));
        let (_, kept) = self.ask(&["quarantine"], &[])?;
        let held = kept["cleanings"].as_array().into_iter().flatten().any(|one| {
            one["items"]
                .as_array()
                .is_some_and(|all| all.iter().any(|i| i["path"] == first.display().to_string().as_str()))
        });
        seen.must("the old one stays quarantined", held, || kept.to_string());
        clear(&first)?;
        let (status, undone) = self.ask(&["undo"], &[])?;
        seen.must("with the place free it comes back", status == 0 && first.is_dir(), || {
            format!("{status}: {undone}")
        });
        Ok(())
    }

    /// What Burrow did not put there is never purged, and no measure counts what is there.
    fn in_the_quarantine(&self, seen: &mut Seen) -> io::Result<()> {
        let (_, before) = self.ask(&["usage", "--fresh"], &[])?;
        let place = self.stage.root.join(QUARANTINE);
        self.ask(&["clean", "downloads", "--yes"], &[])?;
        fs::create_dir_all(place.join("mine"))?;
        fs::write(place.join("mine/file"), "mine")?;
        fs::write(place.join("note"), "mine")?;
        let (status, purged) = self.ask(&["purge", "--yes"], &[])?;
        seen.must("purge", status == 0, || format!("{status}: {purged}"));
        let there = place.join("mine/file").is_file() && place.join("note").is_file();
        seen.must("what is not Burrow's is not purged", there, || format!("{}", place.display()));
        let own = Tree::of(&place)?
            .nodes
            .keys()
            .filter(|path| !path.starts_with("mine") && *path != Path::new("note"))
            .count();
        seen.must("what is Burrow's is gone", own <= 2, || format!("{own} names"));
        clear(&place)?;
        let inside = self.stage.gomodcache.join(QUARANTINE);
        fs::create_dir_all(&inside)?;
        fs::write(inside.join("file"), "mine")?;
        self.fill_downloads()?;
        let (_, after) = self.ask(&["usage", "--fresh"], &[])?;
        seen.same(
            "a quarantine in the root is not counted",
            &after["caches"][0]["files"],
            &before["caches"][0]["files"],
        );
        seen.same("nor there", &after["caches"][1]["files"], &before["caches"][1]["files"]);
        let (_, done) = self.ask(&["clean", "modcache", "--yes", "--purge"], &[])?;
        seen.must("nor cleaned", inside.join("file").is_file(), || done.to_string());
        clear(&inside)?;
        self.fill()
    }

    fn fill_downloads(&self) -> io::Result<()> {
        let kept = self.stage.gomodcache.join(QUARANTINE);
        let aside = self.stage.root.join("aside");
        fs::rename(&kept, &aside)?;
        self.fill()?;
        fs::rename(aside, kept)
    }

    /// The kinds of a cache add up to its row, the modules to the kinds that they are made of.
    fn usage_adds_up(&self, seen: &mut Seen) -> io::Result<()> {
        for more in [
            &["usage", "--by", "module", "--fresh"][..],
            &["usage", "--by", "module"],
            &["usage", "--by", "module", "--tests"],
        ] {
            let (status, usage) = self.ask(more, &[])?;
            seen.same("usage", &status, &0);
            let rows = |name: &str| usage[name].as_array().cloned().unwrap_or_default();
            let sum =
                |rows: &[Value], name: &str| rows.iter().filter_map(|row| row[name].as_u64()).sum::<u64>();
            for (cache, root) in [("gocache", &self.stage.gocache), ("gomodcache", &self.stage.gomodcache)] {
                let of = |name: &str| -> Vec<Value> {
                    rows(name).into_iter().filter(|row| row["cache"] == cache).collect()
                };
                let real = super::du::sum(root)?;
                for (name, real) in
                    [("bytes", real.bytes), ("diskBytes", real.disk_bytes), ("files", real.files)]
                {
                    seen.same(&format!("{name} of {cache}"), &sum(&of("caches"), name), &real);
                    seen.same(&format!("{name} of the kinds of {cache}"), &sum(&of("kinds"), name), &real);
                }
                if let Some(du) = super::du::disk_by_du(root).filter(|_| cfg!(target_os = "linux")) {
                    seen.same(&format!("{cache} as du says"), &sum(&of("caches"), "diskBytes"), &du);
                }
            }
            let of_modules: Vec<Value> = rows("kinds")
                .into_iter()
                .filter(|row| ["modules", "downloads", "toolchains"].iter().any(|kind| row["kind"] == *kind))
                .collect();
            for name in ["bytes", "files"] {
                seen.same(
                    &format!("{name} of modules"),
                    &sum(&rows("modules"), name),
                    &sum(&of_modules, name),
                );
            }
        }
        Ok(())
    }

    /// Pruning without projects, and with one that cannot be read.
    fn projects(&self, seen: &mut Seen) -> io::Result<()> {
        let before = Tree::of(&self.stage.gomodcache)?;
        let (status, answer) = self.ask(&["prune", "--dry-run"], &[])?;
        seen.must("no project is known", status == 2, || format!("{status}: {answer}"));
        let broken = self.stage.project("broken");
        for (file, text) in [("go.mod", "module broken\n\nrequire (\n"), ("go.mod", "\0\0")] {
            fs::create_dir_all(&broken)?;
            fs::write(broken.join(file), text)?;
            let (status, answer) =
                self.ask(&["prune", "--yes", "--projects", &broken.display().to_string()], &[])?;
            seen.must("a project that cannot be read", status == 3, || format!("{status}: {answer}"));
        }
        let gone = self.stage.project("gone").display().to_string();
        let (status, answer) = self.ask(&["prune", "--yes", "--projects", &gone], &[])?;
        seen.must("a folder of projects that is not there", status == 2 || status == 3, || {
            format!("{status}: {answer}")
        });
        seen.none("nothing was pruned", &before.differences(&Tree::of(&self.stage.gomodcache)?));
        clear(&broken)
    }

    /// A root that is a link is cleaned as the folder it points to, and stays a link.
    #[cfg(unix)]
    fn by_a_link(&self, seen: &mut Seen) -> io::Result<()> {
        use std::os::unix::fs::symlink;
        self.fill()?;
        let (link, root) = (self.stage.root.join("link"), self.stage.gomodcache.clone());
        symlink(&root, &link)?;
        let env = [("GOMODCACHE", link.to_str().unwrap_or_default())];
        let before = Tree::of(&root)?;
        let (status, done) = self.ask(&["clean", "modules", "downloads", "--yes"], &env)?;
        let taken = done["done"]["items"].as_u64().unwrap_or(0);
        seen.must("a link is cleaned there", status == 0 && taken > 0 && link.is_symlink(), || {
            format!("{status}: {done}")
        });
        let (status, undone) = self.ask(&["undo"], &env)?;
        seen.must("and brought back there", status == 0, || format!("{status}: {undone}"));
        seen.none("to the byte", &before.differences(&Tree::of(&root)?));
        fs::remove_file(&link)?;
        let (elsewhere, place) = (self.stage.root.join("elsewhere"), self.stage.root.join(QUARANTINE));
        clear(&place)?;
        fs::create_dir_all(&elsewhere)?;
        symlink(&elsewhere, &place)?;
        let (status, answer) = self.ask(&["clean", "modules", "--yes"], &[])?;
        seen.must("a quarantine that is a link is refused", status == 3, || format!("{status}: {answer}"));
        seen.must("and nothing put there", fs::read_dir(&elsewhere)?.next().is_none(), || {
            elsewhere.display().to_string()
        });
        fs::remove_file(&place)
    }

    /// Where nothing can be put beside the cache, it is put aside inside.
    #[cfg(unix)]
    fn closed_parent(&self, seen: &mut Seen) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let parent = self.stage.root.join("closed");
        let root = parent.join("modules");
        fs::create_dir_all(&parent)?;
        copy(&self.world.stage.gomodcache, &root)?;
        fs::set_permissions(&parent, fs::Permissions::from_mode(0o555))?;
        let env = [("GOMODCACHE", root.to_str().unwrap_or_default())];
        let before = Tree::of(&root)?;
        let (status, done) = self.ask(&["clean", "modules", "vcs", "--yes"], &env)?;
        let inside = root.join(QUARANTINE).is_dir();
        seen.must("then it is inside", status == 0 && inside, || format!("{status}: {done}"));
        let (_, usage) = self.ask(&["usage", "--fresh"], &env)?;
        let counted = usage["kinds"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|row| row["kind"] == "modules")
            .map(|row| row["files"].clone());
        seen.same("and not counted", &counted, &Some(Value::from(0)));
        let (status, undone) = self.ask(&["undo"], &env)?;
        seen.must("and comes back", status == 0, || format!("{status}: {undone}"));
        seen.none("from inside", &before.differences(&Tree::of(&root)?));
        fs::set_permissions(&parent, fs::Permissions::from_mode(0o755))
    }
}

fn stage_go(stage: &Stage, world: &World<'_>, words: &[&str]) -> io::Result<()> {
    said(stage.go_offline(world.sdk, &stage.root).args(words)).map(drop)
}

/// What is no folder, but for strays and what stays of a lock.
fn files(tree: &Tree, strays: &[PathBuf]) -> Vec<PathBuf> {
    let file = |node: &super::tree::Node| !matches!(node, super::tree::Node::Folder { .. });
    let all = tree.nodes.iter().filter(|(path, node)| file(node) && !strays.contains(path));
    all.map(|(path, _)| path.clone()).collect()
}
