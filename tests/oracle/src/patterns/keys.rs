//! netrc and GOAUTH: what real go sends to an HTTPS server, what `burrow proxy route --live` sends to the same one, and
//! what `burrow proxy credentials` says of it.

use crate::native::bytes;
use crate::rng::Rng;
use crate::routes::releases::Releases;
use crate::routes::servers::{AUTHORITY, Record, Servers};
use crate::routes::world::{Case, Origin, TLS};
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::{BString, ByteSlice};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `ada:secret`, as netrc and git have it.
const ADA: &str = "Basic YWRhOnNlY3JldA==";
/// `eve:other`, as commands say it.
const EVE: &str = "Basic ZXZlOm90aGVy";

/// The server, and folders for the programs.
pub struct Bench<'a> {
    folder: PathBuf,
    servers: Servers,
    sdks: &'a [Sdk],
    burrow: &'a BString,
}

/// A login of every kind, as they may stand beside each other.
#[derive(Debug)]
struct World {
    goproxy: String,
    goauth: Option<String>,
    netrc: String,
    /// What the command says at first, and once it is told a URL.
    helper: [String; 2],
    wants: Vec<String>,
}

impl<'a> Bench<'a> {
    /// # Errors
    /// When a folder cannot be made, or there is no loopback.
    pub fn new(folder: &Path, sdks: &'a [Sdk], burrow: &'a BString) -> io::Result<Bench<'a>> {
        fs::create_dir_all(folder.join("work"))?;
        fs::create_dir_all(folder.join("bin"))?;
        fs::write(folder.join("ca.pem"), AUTHORITY)?;
        let releases = Arc::new(Releases::publish(&folder.join("published"))?);
        Ok(Bench { folder: folder.to_owned(), servers: Servers::start(releases)?, sdks, burrow })
    }

    /// Judges one set of credentials: how many requests carried some, and what differs.
    ///
    /// # Errors
    /// When a program cannot be started.
    pub fn judge(&self, rng: &mut Rng) -> io::Result<(usize, Option<String>)> {
        let sdk = &self.sdks[rng.below(self.sdks.len())];
        let world = world(rng);
        let version = *rng.pick(&["v1.0.0", "v1.2.3", "latest", "v9.9.9"]);
        let argument = format!("mods.test/quote@{version}");
        let goroot = bytes(&sdk.goroot);
        let args = ["mod", "download", &argument].map(BString::from).to_vec();
        let (real, go) = self.asked(&world, sdk.program(), args)?;
        let words =
            ["--json", "--lang", "en", "--goroot"].map(BString::from).into_iter().chain([goroot.clone()]);
        let args = words.clone().chain(["proxy", "route", "--live", &argument].map(BString::from)).collect();
        let (ours, said) = self.asked(&world, self.burrow.clone(), args)?;
        let mut faults = Vec::new();
        // A GOAUTH that go refuses ends it before anybody is asked.
        if real != ours {
            faults.push(format!("go sent{}\n  burrow sent{}\n  go said {go}", list(&real), list(&ours)));
        }
        for secret in ["secret", "YWRhO", "ZXZlO", "t0ken"] {
            if said.contains(secret) {
                faults.push(format!("a secret is shown: {said}"));
            }
        }
        let args = words.chain(["proxy", "credentials", &self.servers.tls].map(BString::from)).collect();
        let (_, said) = self.asked(&world, self.burrow.clone(), args)?;
        let first = real.first().map(|record| !record.credentials.is_empty());
        let json: Value = serde_json::from_str(&said).unwrap_or_default();
        let fits = match (json["sent"].as_str(), first) {
            // A path of the host may have its own, or the URL.
            _ if world.netrc.contains("/p") || world.goproxy.contains('@') => true,
            (Some("netrc"), Some(sent)) => sent,
            (Some("none"), Some(sent)) => !sent,
            (Some("goauth"), _) | (Some(_), None) => true,
            _ => false,
        };
        if !fits {
            faults.push(format!("proxy credentials says {}, go sent{}", json["sent"], list(&real)));
        }
        let sent = real.iter().filter(|record| !record.credentials.is_empty()).count();
        let told = (!faults.is_empty())
            .then(|| format!("{} {argument} {world:?}\n  {}", sdk.version, faults.join("\n  ")));
        Ok((sent, told))
    }

    /// What a program asks the server, and what it says.
    fn asked(
        &self,
        world: &World,
        program: BString,
        args: Vec<BString>,
    ) -> io::Result<(Vec<Record>, String)> {
        self.lay(world)?;
        self.servers.play(&Case {
            sdk: 0,
            env: Vec::new(),
            argument: String::new(),
            statuses: Default::default(),
            lists: Default::default(),
            origin: Origin::None,
            netrc: String::new(),
            sums: None,
            requires: Vec::new(),
            modfile: false,
            wants: world.wants.clone(),
        });
        let said =
            run(&Call { program, args, cwd: &bytes(&self.folder.join("work")), env: &self.env(world) })?;
        let mut records = self.servers.records();
        // Whether a login of git is any good, go tries beside everything else, as far as it gets.
        records.retain(|record| record.method != "HEAD");
        Ok((records, bstr::concat([said.stdout.as_slice(), b"\n", &said.stderr]).to_str_lossy().into_owned()))
    }

    fn real(&self, text: &str) -> String {
        text.replace(TLS, &self.servers.tls)
            .replace("@HOME@", &self.folder.join("home").display().to_string())
    }

    fn env(&self, world: &World) -> Vec<(BString, BString)> {
        let at = |name: &str| bytes(&self.folder.join(name));
        let mut env: Vec<(BString, BString)> = vec![
            ("HOME".into(), at("home")),
            ("GOPATH".into(), at("home/go")),
            ("GOMODCACHE".into(), at("home/mod")),
            ("GOCACHE".into(), at("home/cache")),
            ("BURROW_STATE_DIR".into(), at("home/state")),
            ("SSL_CERT_FILE".into(), at("ca.pem")),
            ("GIT_SSL_CAINFO".into(), at("ca.pem")),
            ("NETRC".into(), at("home/netrc")),
            ("PATH".into(), format!("{}:/usr/bin:/bin", self.folder.join("bin").display()).into()),
            ("GOPROXY".into(), self.real(&world.goproxy).into()),
        ];
        env.extend(world.goauth.as_ref().map(|goauth| ("GOAUTH".into(), self.real(goauth).into())));
        let fixed =
            [("GOENV", "off"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", "-modcacherw"), ("GOSUMDB", "off")];
        env.extend(fixed.map(|(name, value)| (name.into(), value.into())));
        env
    }

    fn lay(&self, world: &World) -> io::Result<()> {
        let home = self.folder.join("home");
        crate::stage::clear(&home)?;
        fs::create_dir_all(&home)?;
        fs::write(home.join("netrc"), self.real(&world.netrc))?;
        let git = "[credential]\n\thelper = \"!f() { echo username=ada; echo password=secret; }; f\"\n";
        fs::write(home.join(".gitconfig"), git)?;
        let [first, again] = world.helper.each_ref().map(|said| self.real(said));
        let script =
            format!("#!/bin/sh\ncat >/dev/null\nif [ $# -gt 1 ]; then\n{again}\nelse\n{first}\nfi\n");
        let file = self.folder.join("bin/helper");
        fs::write(&file, script)?;
        executable(&file)
    }
}

#[cfg(unix)]
fn executable(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> io::Result<()> {
    Ok(())
}

fn list(records: &[Record]) -> String {
    records.iter().map(|record| format!("\n    {} {:?}", record.url, record.credentials)).collect()
}

fn world(rng: &mut Rng) -> World {
    let goproxy = match rng.weighted(&[80, 10, 10]) {
        0 => format!("https://{TLS}/p0"),
        1 => format!("https://ada:secret@{TLS}/p0"),
        _ => format!("https://{TLS}/p1|https://{TLS}/p0"),
    };
    let ways = [
        "netrc",
        "off",
        "helper 'a b'",
        "helper x",
        "helper x;netrc",
        "netrc;helper x",
        "missing",
        "missing;netrc",
        "git @HOME@",
        "git @HOME@;netrc",
        "netrc; git @HOME@",
        "helper x; git @HOME@",
        "git @HOME@;helper x",
        ";",
        "off;netrc",
        "git rel",
        "git /no/such",
        "'open",
    ];
    let goauth = rng.chance(75).then(|| (*rng.pick(&ways)).to_owned());
    let wants = match rng.below(5) {
        0 => Vec::new(),
        1 | 2 => vec![format!("authorization: {ADA}")],
        3 => vec![format!("authorization: {EVE}")],
        _ => vec![format!("authorization: {EVE}"), "x-token: t0ken".to_owned()],
    };
    World { goproxy, goauth, netrc: netrc(rng), helper: [helper(rng), helper(rng)], wants }
}

fn netrc(rng: &mut Rng) -> String {
    let login = "login ada password secret";
    match rng.below(9) {
        0 | 1 => String::new(),
        2 => format!("machine {TLS}\n  {login}\n"),
        3 => format!("machine 127.0.0.1 {login}\n"),
        4 => format!("machine {TLS}/p0 {login}\nmachine {TLS} login x password y\n"),
        5 => format!("default {login}\nmachine {TLS} {login}\n"),
        6 => format!("macdef init\n  machine {TLS}\n\nmachine {TLS} {login}\n"),
        7 => format!("machine other.test {login} machine {TLS} {login}\n"),
        _ => format!("machine {TLS} {login}\nmachine {TLS} login x password y\n"),
    }
}

/// What a command of GOAUTH does.
fn helper(rng: &mut Rng) -> String {
    let block = |prefix: &str, header: &str| format!("printf 'https://{prefix}\\n\\n{header}\\n\\n'");
    let eve = format!("Authorization: {EVE}");
    match rng.below(11) {
        0 | 1 => "true".to_owned(),
        2 => block(TLS, &eve),
        3 => block(&format!("{TLS}/p0"), &eve),
        4 => block(&format!("{TLS}/p0/"), &eve),
        5 => block(TLS, "X-Token: t0ken"),
        6 => block("other.test", &eve),
        7 => "printf 'no answer'".to_owned(),
        8 => format!("{}\nexit 3", block(TLS, &eve)),
        9 => format!("printf 'https://{TLS}/p0\\nhttps://{TLS}/p1\\n\\n{eve}\\nX-Token: t0ken\\n\\n'"),
        _ => format!("{}\n{}", block(TLS, "X-Token: t0ken"), block(&format!("{TLS}/p0/mods.test"), &eve)),
    }
}
