//! One file per topic of the window.

pub mod app;
pub mod bench;
pub mod cache;
pub mod doctor;
pub mod env;
pub mod job;
pub mod private;
pub mod profile;
pub mod project;
pub mod project_detail;
pub mod proxy;
pub mod remedy;
pub mod route;
pub mod sdk;
pub mod team;
pub mod welcome;
