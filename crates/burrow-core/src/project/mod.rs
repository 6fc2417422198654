//! Projects of a person: folders with a go.mod or go.work.

pub mod find;
