//! One generated GOENV file, switched by Burrow and changed by `go env -w` and `go env -u`: the bytes must be equal, and
//! after the undo those of before.

use super::Seen;
use super::home::{Home, holds_secret};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::Path;

/// Values that any go takes, one of a kind that a person may have.
const VALUES: [(&str, &[&str]); 8] = [
    ("GOPROXY", &["direct", "https://goproxy.cn,direct", "https://a.corp|https://b.corp/x/,off"]),
    ("GOSUMDB", &["off", "sum.golang.org", "sum.golang.google.cn"]),
    ("GOPRIVATE", &["*.corp", "git.corp/a,github.com/acme/*"]),
    ("GONOPROXY", &["none", "*.corp"]),
    ("GONOSUMDB", &["none", "x.corp/*"]),
    ("GOINSECURE", &["lan.corp"]),
    ("GOVCS", &["*:git", "public:git|hg,private:all"]),
    ("GOAUTH", &["netrc", "off"]),
];

/// Lines as people, programs and go leave them.
const LINES: [&str; 16] = [
    "# kept by hand",
    "#GOPROXY=https://old",
    "",
    "export GOPROXY=x",
    " indented=1",
    "nonsense",
    "GOFLAGS=-v",
    "GOFLAGS=-v\r",
    "AR=ar",
    "GOPROXY=https://ada:hunter2@corp,direct",
    "GOPROXY=direct",
    "GOSUMDB=off",
    "GOSUMDB=",
    "GOPRIVATE=*.old",
    "GOVCS=*:all",
    "# https://x:t0k3n-0f-ada@old.corp",
];

/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn file(
    root: &Path,
    sdk: &Sdk,
    burrow: &Path,
    number: u64,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    let home = Home::new(root, sdk, burrow)?;
    let before = lines(rng);
    let (set, unset) = wish(sdk, rng);
    let at = |what: &str| {
        format!("file {number} ({}), {before:?}, set {set:?}, unset {unset:?}: {what}", sdk.version)
    };

    let theirs = root.join("theirs");
    fs::write(&theirs, &before)?;
    for (option, words) in [("-w", &set), ("-u", &unset)] {
        let words: Vec<&str> = ["env", option].into_iter().chain(words.iter().map(String::as_str)).collect();
        if words.len() > 2 {
            let said = home.go(sdk, &theirs, &words)?;
            seen.check(said.status.success(), || {
                at(&format!("go: {}", String::from_utf8_lossy(&said.stderr)))
            });
        }
    }

    fs::write(home.goenv(), &before)?;
    let name = format!("p{number}");
    let mut save = vec!["profile", "save", &name];
    save.extend(set.iter().flat_map(|setting| ["--set", setting]));
    save.extend(unset.iter().flat_map(|name| ["--unset", name]));
    home.ask(&save)?;
    let applied = home.burrow(&["profile", "apply", &name, "--json"])?;
    let ours = fs::read(home.goenv())?;
    seen.check(applied.status.success() && ours == fs::read(&theirs)?, || {
        at(&format!("{:?} {}", String::from_utf8_lossy(&ours), String::from_utf8_lossy(&applied.stdout)))
    });
    let active = &home.ask(&["profile", "show", &name])?["profile"]["inEffect"];
    seen.check(active == true, || at("it is not in effect"));
    if ours != before.as_bytes() {
        home.burrow(&["env", "undo"])?;
        // Of a file with a password only another process's memory could bring every byte back.
        let back = fs::read(home.goenv())?;
        seen.check(back == before.as_bytes() || holds_secret(before.as_bytes()), || {
            at(&format!("after the undo: {:?}", String::from_utf8_lossy(&back)))
        });
    }
    seen.check(!holds_secret(&applied.stdout) && !holds_secret(&applied.stderr), || at("it says a password"));
    let leaks = home.leaks()?;
    seen.check(leaks.is_empty(), || at(&format!("a password in {leaks:?}")));
    Ok(())
}

fn lines(rng: &mut Rng) -> String {
    let count = rng.below(9);
    let lines: Vec<&str> = (0..count).map(|_| *rng.pick(&LINES)).collect();
    lines.join("\n") + if rng.chance(80) { "\n" } else { "" }
}

/// `NAME=VALUE` to set and names to unset, no name in both, all known to this go.
fn wish(sdk: &Sdk, rng: &mut Rng) -> (Vec<String>, Vec<String>) {
    let (mut set, mut unset) = (Vec::new(), Vec::new());
    for (name, values) in VALUES {
        let known = name != "GOAUTH" || sdk.minor >= 24;
        match rng.below(4) {
            0 if known => set.push(format!("{name}={}", rng.pick(values))),
            1 if known => unset.push(name.to_owned()),
            _ => {}
        }
    }
    if set.is_empty() && unset.is_empty() {
        unset.push("GOPROXY".to_owned());
    }
    (set, unset)
}
