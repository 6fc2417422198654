//! Values of GOTOOLCHAIN and GOFLAGS, and lines of go.mod and go.work, that choose a toolchain or try to.

use crate::rng::Rng;
use crate::sdk::Sdk;

/// A value of GOTOOLCHAIN that go takes.
pub fn good_setting(rng: &mut Rng, own: &Sdk, other: &Sdk) -> String {
    let name = &other.version;
    let common =
        ["auto".to_owned(), "local".into(), name.clone(), format!("{name}+auto"), format!("{name}+path")];
    let rare = [
        "path".to_owned(),
        "local+auto".into(),
        "local+path".into(),
        own.version.clone(),
        format!("{}+auto", own.version),
        "go1.99.7".into(),
        "go1.99.7+path".into(),
        "go1.99.7+auto".into(),
        "go1.99".into(),
        "go1.99+auto".into(),
        format!("{name}-custom"),
        format!("{name}-custom+path"),
        format!("go1.{}", other.minor),
        format!("go1.{}rc1", other.minor),
    ];
    if rng.chance(60) { rng.pick(&common).clone() } else { rng.pick(&rare).clone() }
}

/// A value of GOTOOLCHAIN.
pub fn setting(rng: &mut Rng, own: &Sdk, other: &Sdk) -> String {
    let bad = [
        "",
        "Auto",
        "auto ",
        " local",
        "local # note",
        "bash",
        "go1.x",
        "1.24.1",
        "go1.24.1+",
        "go1.24.1+Auto",
        "+auto",
        "x+path",
        "local+",
        "auto+path",
        "path+auto",
        "go2",
        "gotip",
        "default",
        "go1.24.1/x",
        "go2.0.0",
    ];
    if rng.chance(80) { good_setting(rng, own, other) } else { (*rng.pick(&bad)).to_owned() }
}

/// The text of a go.mod or go.work as a person would write it.
pub fn good_mod_file(rng: &mut Rng, own: &Sdk, other: &Sdk) -> String {
    let (number, local, minor) = (&other.version[2..], &own.version[2..], other.minor);
    let lines = [
        format!("go {number}\n"),
        format!("go 1.18\n\ntoolchain go{number}\n"),
        format!("go 1.{minor}\n\ntoolchain go{number}\n"),
        format!("go {number} // as the others\n\nrequire example.com/x v1.0.0\n"),
        format!("go 1.{minor}\n"),
        format!("go {local}\n"),
    ];
    format!("module m\n\n{}", rng.pick(&lines))
}

/// The text of a go.mod or go.work.
pub fn mod_file(rng: &mut Rng, own: &Sdk, other: &Sdk) -> String {
    let (number, local, minor) = (&other.version[2..], &own.version[2..], other.minor);
    let lines = [
        format!("go {number}\n"),
        format!("go {number}\n"),
        format!("go 1.18\n\ntoolchain go{number}\n"),
        format!("go 1.18\n\ntoolchain go{number}\n"),
        format!("go 1.{minor}\n"),
        format!("go 1.{minor}\n\ntoolchain go{number}\n"),
        format!("go {local}\n"),
        format!("go {local}\ntoolchain go{local}\n"),
        format!("go {number}\ntoolchain default\n"),
        "go 1.18\n".to_owned(),
        "go 1.99.7\n".to_owned(),
        "go 1.99\n".to_owned(),
        "go 1.18\ntoolchain go1.99.7 // far\n".to_owned(),
        "toolchain local\ngo 1.99\n".to_owned(),
        format!("/*\ngo {number}\n*/\ngo 1.18\n"),
        format!("// go 1.99.7\ngo {number} // 1.99.8\n"),
        format!("go \"{number}\"\n"),
        format!("go (\n\t{number}\n)\n"),
        format!("toolchain (\n\tgo{number}\n)\n"),
        format!("require (\n\tgo {number}\n)\n"),
        format!("  go\t{number}  // note\n"),
        format!("go {number}rc1\n"),
        format!("go 1.{minor}rc1\n"),
        format!("go {number} {number}\n"),
        format!("go 1.18\ntoolchain go{number}-custom\n"),
        format!("go {number}\ntoolchain go1.19.8\n"),
        "go 1.18\ntoolchain nonsense\n".to_owned(),
        "go 1.18\ntoolchain 1.24.1\n".to_owned(),
        format!("go 1.18\ntoolchain \"go{number}\"\n"),
        "go 1.18\ntoolchain\n".to_owned(),
        "go nonsense\n".to_owned(),
        format!("go {number}\r\ntoolchain go{number}\r\n"),
        format!("go 1.18\ngo {number}\n"),
        format!("toolchain go{number}\ntoolchain go1.99.7\n"),
        format!("go 1.18\ntoolchain go{number}/x\n"),
        format!("go {number}"),
        String::new(),
    ];
    let head = *rng.pick(&["module m\n\n", "module m\n\n", "", "\u{feff}module m\n", "use .\n"]);
    format!("{head}{}", rng.pick(&lines))
}

/// A value of GOFLAGS that does not turn `go env` into another command.
pub fn flags(rng: &mut Rng) -> String {
    let flags = [
        "-mod=mod",
        "-modcacherw",
        "-v",
        "-m",
        "-m=what",
        "-v=2",
        "--tags=a,b",
        "-ldflags='-s -w'",
        "-pgo=off",
        "-toolchain=x",
        "-nonsense",
        "--nonsense=1",
        "nonsense",
        "-",
        "--",
        "---x",
        "-=x",
        "'-x",
        "-C=/tmp",
        "-C",
        "-test.v",
        "-artifacts",
        "-x -nonsense -m=what",
        "-m=what -nonsense",
        "''",
    ];
    (*rng.pick(&flags)).to_owned()
}
