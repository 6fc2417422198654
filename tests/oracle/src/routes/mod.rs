//! `burrow proxy route` beside what real go asks: generated GOPROXY lists, patterns, databases and answers; servers on
//! loopback that record every request; and the walk through Burrow's graph with the same answers.

pub mod generate;
pub mod judge;
pub mod programs;
pub mod releases;
pub mod run;
pub mod servers;
pub mod sumdb;
pub mod world;
