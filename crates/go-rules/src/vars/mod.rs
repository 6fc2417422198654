//! Go's environment variables: what each is (`registry`), where its value may stand (`layers`), what is in
//! effect (`resolve`), what may be set (`check`).

mod experiments;
mod layers;
pub mod registry;
mod settings;
mod target;

pub use layers::{Kind, Layer, Origin, Rung, Variable};
pub use settings::GoenvLocation;
pub(crate) use settings::Settings;
