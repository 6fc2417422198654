//! A tree of folders on the disk, as the system keeps it: what it takes, and what is in it. Follows no link and enters no
//! other volume. What the names mean is decided elsewhere.

pub mod dir;
pub mod remove;
mod size;

pub use size::Size;
