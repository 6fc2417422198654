//! An internet on loopback: an HTTP proxy that knows a few hosts, with an authority that the machine trusts. What it does
//! not know cannot be reached, whatever the real network has.

use super::machine::Machine;
use burrow_servers::http_proxy::{Hosts, HttpProxy};
use burrow_servers::modules::{self, Module};
use burrow_servers::tls::{Authority, Leaf};
use burrow_servers::{Reply, Server};
use std::fs;
use std::io;

/// The module that every proxy has.
pub const MODULE: &str = "golang.org/x/mod";
const VERSION: &str = "v1.0.0";

/// Who answers, and how.
#[derive(Debug, Clone, Copy)]
pub enum Host {
    /// A module proxy with [`MODULE`].
    Proxy,
    /// It wants a login, and takes none.
    Locked,
}

/// Connects the machine with these hosts, and with nothing else.
///
/// # Errors
/// When the file of certificates cannot be written.
pub fn connect(machine: &mut Machine, hosts: &[(&'static str, Host)]) -> io::Result<()> {
    let authority = Authority::new("Loopback Root");
    let known = serve(hosts, &authority);
    trust(machine, &authority)?;
    let proxy = HttpProxy::start(None, known);
    machine.set("HTTPS_PROXY", format!("http://{}", proxy.address));
    machine.set("GOTOOLCHAIN", "local");
    Ok(())
}

/// The same, but another authority stands between: that of a company.
///
/// # Errors
/// When the file of certificates cannot be written.
pub fn connect_through_company(machine: &mut Machine, hosts: &[(&'static str, Host)]) -> io::Result<()> {
    let known = serve(hosts, &Authority::new("Acme Inspection"));
    trust(machine, &Authority::new("Loopback Root"))?;
    let proxy = HttpProxy::start(None, known);
    machine.set("HTTPS_PROXY", format!("http://{}", proxy.address));
    machine.set("GOTOOLCHAIN", "local");
    Ok(())
}

fn serve(hosts: &[(&'static str, Host)], authority: &Authority) -> Hosts {
    let mut known = Hosts::new();
    for (name, host) in hosts {
        let server = Server::start_tls(authority.server(Leaf::For(name)));
        match host {
            Host::Proxy => modules::serve(&[Module::new(MODULE, VERSION)], &server, ""),
            Host::Locked => {
                for path in ["/golang.org/x/mod/@v/list", "/golang.org/x/mod/@latest"] {
                    server.route(path, Reply::Status(401, "text/plain", b"who are you\n".to_vec()));
                }
            }
        }
        known.insert(format!("{name}:443"), server.url().replace("https://", ""));
    }
    known
}

/// The machine trusts this authority, and no other.
///
/// # Errors
/// When the file of certificates cannot be written.
pub fn trust(machine: &mut Machine, authority: &Authority) -> io::Result<()> {
    let file = machine.home.join("certificates.pem");
    fs::write(&file, authority.pem())?;
    let nothing = machine.home.join("no certificates");
    fs::create_dir_all(&nothing)?;
    machine.set("SSL_CERT_FILE", file.display().to_string());
    machine.set("SSL_CERT_DIR", nothing.display().to_string());
    Ok(())
}

/// Whether real go hears of the versions of [`MODULE`].
///
/// # Errors
/// When it cannot be started.
pub fn go_finds_modules(machine: &Machine) -> io::Result<bool> {
    // Which of them are retracted go would not believe without the checksum database.
    let said = machine.go(&["list", "-m", "-retracted", "-versions", MODULE])?;
    Ok(said.status.success() && String::from_utf8_lossy(&said.stdout).contains(VERSION))
}
