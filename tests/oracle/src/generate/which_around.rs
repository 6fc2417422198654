//! What surrounds a choice: where go may ask, home and temporary folders, and settings that concern it little.

use super::place::{directory, file};
use super::which::{Draft, link};
use super::which_lines as lines;
use crate::rng::Rng;
use crate::which::records;
use crate::which::server::NOWHERE;
use bstr::BString;

impl Draft<'_> {
    /// Where go may ask: always in the process environment, lest anything else be asked.
    pub(super) fn servers(&mut self, rng: &mut Rng) {
        let w = self.w;
        let lone = [&b"file://"[..], &w.at("proxy")].concat();
        let bad = if self.calm { 0 } else { 3 };
        let proxy: BString = match rng.weighted(&[50, 8, 10, 12, 4, 4, 3, bad, bad, 3]) {
            0 => format!("http://{NOWHERE}").into(),
            1 => format!("http://{NOWHERE}/a|http://{NOWHERE}/b,off").into(),
            2 => "off".into(),
            3 => lone.into(),
            4 => [&lone[..], b",off"].concat().into(),
            5 => [&lone[..], format!(",http://{NOWHERE}").as_bytes()].concat().into(),
            6 => "direct".into(),
            7 => " , ".into(),
            8 => (*rng.pick(&["foo", "OFF", "ftp://x/", "http://h,noproxy", "file://host/x", "/abs"])).into(),
            _ => format!("http://{NOWHERE},direct").into(),
        };
        self.var("GOPROXY", proxy);
        for name in ["HTTPS_PROXY", "HTTP_PROXY"] {
            self.var(name, format!("http://{NOWHERE}"));
        }
        let own = records::verifier();
        let odd = usize::from(!self.calm);
        let sumdb: Option<String> =
            match rng.weighted(&[25, 18, 30, 14, 3 * odd, 3 * odd, 3 * odd, 3, 2 * odd]) {
                0 => Some("off".into()),
                1 => Some(format!("{own} http://{NOWHERE}/sumdb")),
                2 => Some(own),
                3 => None,
                4 => Some("unknown.example".into()),
                5 => Some("a b c".into()),
                6 => Some("sum.golang.org http://%zz".into()),
                7 => Some("sum.golang.google.cn".into()),
                _ => Some(" ".into()),
            };
        if let Some(sumdb) = sumdb {
            self.set(rng, "GOSUMDB", sumdb);
        }
        if rng.chance(25) {
            let name = *rng.pick(&["GONOSUMDB", "GOPRIVATE", "GONOPROXY"]);
            let value = *rng.pick(&["golang.org/*", "*", "golang.org/toolchain", "example.com", "none"]);
            self.set(rng, name, value);
        }
    }

    pub(super) fn rest(&mut self, rng: &mut Rng, cwd: &BString) {
        let w = self.w;
        if self.calm || !rng.chance(3) {
            for name in
                if cfg!(windows) { &["USERPROFILE", "AppData", "LocalAppData"][..] } else { &["HOME"][..] }
            {
                self.var(name, w.home());
            }
        }
        self.entries.push(file(w.at("home/.config/go/telemetry/mode"), "off"));
        self.entries.push(file(w.at("home/go/telemetry/mode"), "off"));
        self.entries.push(directory(w.at("tmp")));
        for name in if cfg!(windows) { &["TMP", "TEMP"][..] } else { &["TMPDIR"][..] } {
            self.var(name, w.at("tmp"));
        }
        if !self.calm {
            self.oddities(rng);
        }
        match rng.weighted(&[45, 35, 12, 8]) {
            0 => {}
            1 => self.var("PWD", cwd.clone()),
            2 if cfg!(unix) => {
                self.entries.push(link(w.at("alias"), w.root.clone()));
                let below = cwd[w.root.len()..].to_vec();
                self.var("PWD", [&w.at("alias")[..], &below].concat());
            }
            _ => self.var("PWD", w.home()),
        }
    }

    /// Settings that concern the choice little, or stop go from doing anything.
    fn oddities(&mut self, rng: &mut Rng) {
        if rng.chance(14) {
            let value = *rng.pick(&["on", "auto", "auto", "off", "bad", ""]);
            self.set(rng, "GO111MODULE", value);
        }
        if rng.chance(16) {
            let flags = lines::flags(rng);
            self.set(rng, "GOFLAGS", flags);
        }
        if rng.chance(6) {
            let value = *rng.pick(&["relative", "~/go", "", "/abs:"]);
            self.set(rng, "GOPATH", value);
        }
        if rng.chance(5) {
            let value = *rng.pick(&["nonsense", "loopvar", "noregabiwrappers"]);
            self.set(rng, "GOEXPERIMENT", value);
        }
        if rng.chance(5) {
            let (name, value) = *rng.pick(&[
                ("GOAMD64", "v9"),
                ("GOOS", "windows"),
                ("GOARCH", "arm64"),
                ("GOOS", "nonsense"),
                ("GOARM64", "v1"),
                ("GOFIPS140", "v1.0.0"),
                ("GOFIPS140", "nonsense"),
                ("CGO_ENABLED", "0"),
            ]);
            self.set(rng, name, value);
        }
        if rng.chance(1) {
            self.var("GOTOOLCHAIN_INTERNAL_SWITCH_VERSION", "go1.24.11");
        }
    }
}
