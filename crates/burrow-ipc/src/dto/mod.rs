//! One file per topic of the window.

pub mod app;
pub mod bench;
pub mod cache;
pub mod env;
pub mod job;
pub mod private;
pub mod profile;
pub mod proxy;
pub mod route;
pub mod sdk;
