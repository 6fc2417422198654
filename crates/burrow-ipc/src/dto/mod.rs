//! One file per topic of the window.

pub mod app;
pub mod cache;
pub mod env;
pub mod job;
pub mod sdk;
