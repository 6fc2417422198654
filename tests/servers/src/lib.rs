//! Servers on loopback for the tests: module proxies, checksum databases and HTTP proxies that speak the protocol, and
//! others that do not, each in its own way. The program of this crate starts one of each kind for tests that are not
//! written in Rust.
//!
//! Nothing here is part of Burrow, and nothing here judges it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::missing_panics_doc,
    reason = "for tests only"
)]

pub mod broken;
pub mod http_proxy;
pub mod middlebox;
pub mod modules;
pub mod pace;
pub mod pack;
pub mod sdks;
pub mod server;
pub mod socks;
pub mod sumdb;
pub mod tls;
pub mod zoo;

pub use server::{Reply, Request, Served, Server};
