//! Go's environment on this machine: whose it is (`capture`), where a value was set (`origin`), what is in
//! effect (`resolve`, `view`), and how it is changed (`edit`) and taken back (`history`).

pub mod answers;
mod c_escapes;
pub mod capture;
pub mod compare;
pub mod copy;
pub mod edit;
pub mod history;
pub mod origin;
#[cfg(all(test, unix))]
pub(crate) mod real_shells;
pub mod resolve;
pub mod session_files;
pub mod view;
