//! Burrow beside real go in real caches: filled by real go from a file proxy of real sources, cleaned by Burrow, and
//! judged by what go says afterwards.
//!
//! `proxy` serves modules, `sources` and `graph` make them, `projects` need them, `stage` is the home in which go and
//! Burrow run, `tree` tells whether two trees are the same to the byte. What is judged stands beside these.

pub mod beside;
pub mod du;
pub mod go_says;
pub mod graph;
pub mod kills;
pub mod measure;
pub mod needed;
pub mod odd;
pub mod plans;
pub mod projects;
pub mod proxy;
pub mod run;
pub mod seen;
pub mod sources;
pub mod stage;
pub mod tree;
pub mod wishes;
pub mod world;
