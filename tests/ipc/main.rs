//! The commands over Tauri's real message path, on its mock runtime: no window and no display are needed.
//!
//! What the answers say is tested where they are made; here it is that the window can ask for all of them, gets the
//! agreed shape, and may do nothing else.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod caches;
mod desk;
mod doctor;
mod job;
mod projects;
mod proxies;
mod sdk;
mod table;
mod team;
mod trust;
mod welcome;
