//! Generated projects over a real file proxy: whether Burrow foretells what `go build`, `go vet` and `go mod download`
//! then do.
//!
//! `world` thinks up modules and has go fetch all of them once (`special` has those that are drawn by nobody), `project`
//! main modules and workspaces over them, `odd` what is unusual about every second of them, `cache` a module cache that
//! lacks some or has them damaged, `judge` asks both and compares, `facts` what else can be
//! compared, and `follow` takes the steps that are told.

pub mod cache;
mod facts;
mod follow;
pub mod judge;
pub mod odd;
pub mod project;
mod special;
pub mod world;
