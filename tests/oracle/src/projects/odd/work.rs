//! What is odd about workspaces and vendor folders.

use super::When::{Any, Vendor, Workspace};
use super::{Odd, Site, change};
use std::fs;
use std::io;

fn work(site: &Site<'_>, by: impl Fn(&str) -> String) -> io::Result<()> {
    change(&site.project.root.join("go.work"), by)
}

fn modules_txt(site: &Site<'_>, by: impl Fn(&str) -> String) -> io::Result<()> {
    change(&site.project.root.join("vendor").join("modules.txt"), by)
}

/// The lines that are kept.
fn kept(text: &str, keep: impl Fn(&str) -> bool) -> String {
    text.lines().filter(|line| keep(line)).map(|line| format!("{line}\n")).collect()
}

macro_rules! lines {
    ($($lines:expr),* $(,)?) => {
        &[$(Odd::new(Workspace, concat!("go.work: ", $lines), |site| {
            work(site, |text| format!("{text}\n{}\n", $lines))
        })),*]
    };
}

const LINES: &[Odd] = lines![
    "use ./none",
    "use ./m0",
    "use ../",
    "use .",
    "toolchain go1.99.1",
    "toolchain local",
    "godebug default=go1.21",
    "godebug nonsense=1",
    "replace ex.com/b => ./nothere",
    "replace ex.com/b v1.0.0 => ex.com/b v1.0.0",
    "replace ex.com/a => ex.com/old v3.0.0+incompatible",
    "replace main.ex/m1 => ./m1",
    "replace main.ex/m1 v1.0.0 => ./m1",
    "replace ex.com/none => ./none",
    "require ex.com/b v1.0.0",
    "nonsense",
];

const FORMS: &[Odd] = &[
    Odd::new(Workspace, "an empty go.work", |site| site.outside("go.work", "")),
    Odd::new(Workspace, "a go.work without a go line", |site| {
        work(site, |text| kept(text, |line| !line.starts_with("go ")))
    }),
    Odd::new(Workspace, "a go.work of another go", |site| {
        work(site, |text| format!("go 1.99\n{}", kept(text, |line| !line.starts_with("go "))))
    }),
    Odd::new(Workspace, "a go.work without this module", |site| {
        work(site, |text| kept(text, |line| !line.contains("./m0")))
    }),
    Odd::new(Workspace, "a whole path", |site| {
        let whole = site.member.display().to_string();
        work(site, |text| text.replace("./m0", &whole))
    }),
    Odd::new(Workspace, "a path that is not clean", |site| {
        work(site, |text| text.replace("./m0", "./m1/../m0/"))
    }),
    Odd::new(Workspace, "a member asks for a newer go", |site| {
        site.change("go.mod", |text| {
            format!(
                "{}go 1.26\n",
                kept(text, |line| !line.starts_with("go ") && !line.starts_with("toolchain "))
            )
        })
    }),
    Odd::new(Workspace, "a broken member", |site| {
        change(&site.project.root.join("m1/go.mod"), |text| format!("{text}\nnonsense\n"))
    }),
    Odd::new(Workspace, "a member of the same name", |site| {
        change(&site.project.root.join("m1/go.mod"), |text| text.replacen("main.ex/m1", "main.ex/m0", 1))
    }),
    Odd::new(Workspace, "a member needs the other", |site| {
        site.file("odd/a.go", "package a\n\nimport _ \"main.ex/m1/odd\"\n")?;
        site.outside("m1/odd/a.go", "package a\n")
    }),
    Odd::new(Workspace, "a member requires the other", |site| {
        site.file("odd/a.go", "package a\n\nimport _ \"main.ex/m1/odd\"\n")?;
        site.outside("m1/odd/a.go", "package a\n")?;
        site.go_mod("require main.ex/m1 v1.0.0")
    }),
    Odd::new(Workspace, "members disagree on a replacement", |site| {
        site.go_mod("replace ex.com/b => ex.com/b v1.0.0")?;
        change(&site.project.root.join("m1/go.mod"), |text| {
            format!("{text}\nreplace ex.com/b => ex.com/f v1.0.0\n")
        })
    }),
    Odd::new(Workspace, "the go.work settles what members disagree on", |site| {
        site.go_mod("replace ex.com/b => ex.com/b v1.0.0")?;
        change(&site.project.root.join("m1/go.mod"), |text| {
            format!("{text}\nreplace ex.com/b => ex.com/f v1.0.0\n")
        })?;
        work(site, |text| format!("{text}\nreplace ex.com/b => ex.com/b v1.0.0\n"))
    }),
    Odd::new(Workspace, "no go.work.sum, and no go.sum", |site| {
        fs::remove_file(site.project.root.join("go.work.sum")).ok();
        fs::remove_file(site.member.join("go.sum")).or(Ok(()))
    }),
    Odd::new(Workspace, "a malformed go.work.sum", |site| site.outside("go.work.sum", "one two\n")),
    Odd::new(Workspace, "asked beside its modules", |site| {
        site.outside("beside/a.go", "package a\n")?;
        site.project.folder = site.project.root.join("beside");
        Ok(())
    }),
    Odd::new(Workspace, "asked in a module that it leaves out", |site| {
        site.outside("m2/go.mod", "module main.ex/m2\n\ngo 1.18\n")?;
        site.outside("m2/a.go", "package a\n")?;
        site.project.folder = site.project.root.join("m2");
        Ok(())
    }),
    Odd::new(Workspace, "GOWORK=off", |site| {
        site.env("GOWORK", "off");
        Ok(())
    }),
    Odd::new(Workspace, "GOWORK is not there", |site| {
        let none = site.project.root.join("none.work").display().to_string();
        site.env("GOWORK", none);
        Ok(())
    }),
    Odd::new(Any, "GOWORK lies elsewhere", |site| {
        site.outside("elsewhere/go.work", "go 1.18\n\nuse ../\n")?;
        let at = site.project.root.join("elsewhere/go.work").display().to_string();
        site.env("GOWORK", at);
        Ok(())
    }),
    Odd::new(Any, "GOWORK has another name", |site| {
        let go = if site.sdk.minor >= 22 { "1.22.1" } else { "1.18" };
        let member = site.member.display().to_string();
        site.outside("odd.work", format!("go {go}\n\nuse {member}\n"))?;
        let at = site.project.root.join("odd.work").display().to_string();
        site.env("GOWORK", at);
        Ok(())
    }),
    Odd::new(Any, "GOWORK is relative", |site| {
        site.env("GOWORK", "go.work");
        Ok(())
    }),
    Odd::new(Workspace, "-mod=mod in a workspace", |site| {
        site.flag("-mod=mod");
        Ok(())
    }),
    Odd::new(Workspace, "-mod=vendor in a workspace", |site| {
        site.flag("-mod=vendor");
        Ok(())
    }),
    Odd::new(Workspace, "-modfile in a workspace", |site| {
        site.flag("-modfile=other.mod");
        Ok(())
    }),
];

const VENDOR: &[Odd] = &[
    Odd::new(Vendor, "as it is", |_| Ok(())),
    Odd::new(Vendor, "without ##", |site| {
        modules_txt(site, |text| kept(text, |line| !line.starts_with("## ")))
    }),
    Odd::new(Vendor, "without go versions", |site| {
        modules_txt(site, |text| {
            text.lines()
                .map(|line| {
                    if line.starts_with("## explicit; go") {
                        "## explicit\n".to_owned()
                    } else {
                        format!("{line}\n")
                    }
                })
                .collect()
        })
    }),
    Odd::new(Vendor, "without packages", |site| {
        modules_txt(site, |text| kept(text, |line| line.starts_with('#')))
    }),
    Odd::new(Vendor, "a module too new", |site| {
        modules_txt(site, |text| {
            text.lines()
                .map(|line| {
                    if line.starts_with("## explicit; go") {
                        "## explicit; go 1.99\n".to_owned()
                    } else {
                        format!("{line}\n")
                    }
                })
                .collect()
        })
    }),
    Odd::new(Vendor, "without modules.txt", |site| {
        fs::remove_file(site.project.root.join("vendor/modules.txt")).or(Ok(()))
    }),
    Odd::new(Vendor, "modules.txt is empty", |site| site.outside("vendor/modules.txt", "")),
    Odd::new(Vendor, "a package more than listed", |site| {
        site.outside("vendor/ex.com/more/x.go", "package x\n")?;
        site.file("odd/a.go", "package a\n\nimport _ \"ex.com/more\"\n")
    }),
    Odd::new(Vendor, "a package that is listed is gone", |site| {
        for module in ["ex.com/a", "ex.com/b", "ex.com/f", "corp.ex"] {
            fs::remove_dir_all(site.project.root.join("vendor").join(module)).ok();
        }
        Ok(())
    }),
    Odd::new(Vendor, "all of it is gone", |site| {
        fs::remove_dir_all(site.project.root.join("vendor")).ok();
        fs::create_dir_all(site.project.root.join("vendor"))
    }),
    Odd::new(Vendor, "it is a file", |site| {
        fs::remove_dir_all(site.project.root.join("vendor")).ok();
        site.outside("vendor", "x")
    }),
    Odd::new(Vendor, "for a workspace, or not", |site| {
        modules_txt(site, |text| match text.strip_prefix("## workspace\n") {
            Some(rest) => rest.to_owned(),
            None => format!("## workspace\n{text}"),
        })
    }),
    Odd::new(Vendor, "with CRLF", |site| modules_txt(site, |text| text.replace('\n', "\r\n"))),
    Odd::new(Vendor, "an import more", |site| {
        let needed = site.package();
        site.file("odd/a.go", format!("package a\n\nimport _ {needed:?}\n"))
    }),
    Odd::new(Vendor, "a requirement more", |site| site.go_mod("require ex.com/f v1.0.0")),
    Odd::new(Vendor, "a replacement more", |site| site.go_mod("replace ex.com/f => ex.com/f v1.0.0")),
    Odd::new(Vendor, "a replacement of nothing more", |site| {
        site.go_mod("replace ex.com/none v1.0.0 => ex.com/f v1.0.0")
    }),
    Odd::new(Vendor, "-mod=mod", |site| {
        site.flag("-mod=mod");
        Ok(())
    }),
    Odd::new(Vendor, "-mod=readonly", |site| {
        site.flag("-mod=readonly");
        Ok(())
    }),
    Odd::new(Vendor, "-mod=vendor", |site| {
        site.flag("-mod=vendor");
        Ok(())
    }),
    Odd::new(Vendor, "an old go line", |site| {
        site.change("go.mod", |text| format!("{}go 1.13\n", kept(text, |line| !line.starts_with("go "))))
    }),
    Odd::new(Vendor, "no go line", |site| {
        site.change("go.mod", |text| kept(text, |line| !line.starts_with("go ")))
    }),
    Odd::new(Vendor, "a vendored test", |site| {
        site.outside("vendor/ex.com/a/odd_test.go", "package a\n\nimport _ \"ex.com/nowhere\"\n")
    }),
    Odd::new(Vendor, "a vendored file edited", |site| {
        site.outside("vendor/ex.com/a/odd.go", "package x\n\nimport _ \"ex.com/nowhere\"\n")
    }),
    Odd::new(Vendor, "a module line twice", |site| {
        modules_txt(site, |text| match text.lines().find(|line| line.starts_with("# ")) {
            Some(line) => format!("{text}{line}\n"),
            None => text.to_owned(),
        })
    }),
    Odd::new(Vendor, "without a go.sum", |site| fs::remove_file(site.member.join("go.sum")).or(Ok(()))),
];

pub const ROWS: &[&[Odd]] = &[LINES, FORMS, VENDOR];
