//! Starts one server of each kind and prints where they are, as one JSON object in one line; ends when its standard
//! input does. For tests that are not written in Rust.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "for tests only")]

use std::io::Read;

use burrow_servers::sumdb::{Database, NAME};
use burrow_servers::zoo::{MODULE, Zoo};
use burrow_servers::{Server, modules::Module};
use serde_json::json;

fn main() {
    let zoo = Zoo::start();
    let database = Database::new(vec![Module::new(MODULE, "v1.0.0").record()]);
    let sumdb = Server::start();
    database.serve(&sumdb, "");
    let cases: Vec<_> = zoo
        .cases
        .iter()
        .map(|case| json!({"name": case.name, "url": case.url, "verdict": case.verdict, "status": case.status}))
        .collect();
    let gosumdb = format!("{} {}", database.key(), sumdb.url());
    println!(
        "{}",
        json!({"module": MODULE, "cases": cases, "ca": zoo.pem, "sumdb": NAME, "gosumdb": gosumdb})
    );
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}
