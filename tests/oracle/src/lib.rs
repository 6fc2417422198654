//! Compares Burrow with real Go toolchains: thinks up environments, asks both, and shows the smallest case in which
//! they disagree. Only a test: nothing of it is in the product, and it looks at nothing but what both programs say.

pub mod bench;
pub mod caches;
pub mod case;
pub mod doctor;
pub mod generate;
pub mod gomod;
pub mod homes;
pub mod judge;
pub mod loss;
pub mod native;
pub mod needs;
pub mod patterns;
pub mod profiles;
pub mod programs;
pub mod projects;
pub mod rng;
pub mod routes;
pub mod run;
pub mod sdk;
pub mod shrink;
pub mod stage;
pub mod switch;
pub mod trace;
pub mod verify;
pub mod which;
