//! Go's environment variables: what each is (`registry`), where its value may stand (`layers`), what is in
//! effect (`resolve`).

mod layers;

pub use layers::{Kind, Layer, Origin, Rung, Variable};
