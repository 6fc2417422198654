//! The wire between the window and the core: what things look like there, and which commands exist.
//!
//! Only this crate knows the JSON of the window. It holds no behaviour: a DTO is made from a core value, and text
//! in it is already in the person's language (`burrow_core::text`). TypeScript is generated from here by
//! `npm run bindings`; a test fails when the generated files are stale.

pub mod bindings;
pub mod commands;
pub mod dto;
pub mod wire;
