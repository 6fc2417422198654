//! Go's environment variables: what each is (`registry`), where its value may stand (`layers`), what is in
//! effect (`resolve`), what may be set (`check`), what stops `go` from working (`lockout`).

pub mod check;
mod costly;
mod experiments;
mod extra;
mod fetching;
mod flag_values;
pub mod goflags;
mod handover;
mod known_flags;
mod ladder;
mod layers;
pub mod lockout;
pub mod registry;
mod resolve;
mod settings;
mod startup;
mod target;
mod values;
mod which;

pub use experiments::enabled as experiments;
pub use layers::{Kind, Layer, Origin, Rung, Variable};
pub use resolve::{Question, Resolved, Tolerant, Toolchain, Wanted, Warning, resolve, resolve_tolerantly};
pub use settings::GoenvLocation;
pub(crate) use settings::Settings;
pub use startup::Source;
pub use which::{Obstacle, Setting, Supply, Which, download_refusal, which};
