//! What projects need of the module cache: their build lists beside `go list -m all`, and whether go can do without
//! everything else.
//!
//! `world` thinks up modules, `project` main modules and workspaces over them, `judge` asks both and compares.

pub mod judge;
pub mod project;
pub mod world;
