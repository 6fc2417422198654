//! What the names in Go's two caches mean, and what an entry of the build cache says.
//!
//! A cache is told folder by folder: a `Folder` knows what the names directly in it are, so that a walk asks for each
//! name once and a path is nothing but its elements. Nothing here looks at a disk, and whether a file is whole is
//! asked elsewhere. Rules: `cmd/go/internal/cache/cache.go`, `cmd/go/internal/modfetch/cache.go`,
//! `cmd/go/internal/clean/clean.go`.

pub mod build;
pub mod modules;
pub mod record;
