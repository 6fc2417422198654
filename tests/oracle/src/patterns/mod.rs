//! Private patterns and credentials, judged by what real go asks of whom, and what it sends along.

pub mod globs;
pub mod keys;
pub mod run;
