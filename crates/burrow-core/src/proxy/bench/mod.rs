//! Which module proxy would serve a person best: candidates asked for the modules that their own projects need, all for
//! the same ones, and a recommendation with its reason.
//!
//! A sample is made of go.sum (`sample`), the candidates are measured (`run`, `measure`, `download`), and what was found
//! is judged (`judge`), without asking anybody again. Modules that are private, or look so, are asked of nobody. Nothing
//! is switched here; [`as_profile`] makes of a recommendation what can be kept as a profile.

mod as_profile;
mod candidate;
mod download;
mod found;
mod judge;
mod measure;
mod run;
mod sample;
#[cfg(test)]
mod tests;

pub use as_profile::{Values, values};
pub use candidate::{Candidate, NoCandidate, Source, of_chain, of_named, of_profile, unite};
pub use found::{Behind, Bench, Download, Fresh, Hits, Latency, Measured, Offer};
pub use judge::{Flaw, Need, PassedOver, Reason, Recommendation, recommend};
pub use run::{BenchError, Heard, Plan, bench};
pub use sample::{Basis, LeftOut, Member, Sample, of_sums, well_known};
