//! The checksum database, as far as it needs no network: GOSUMDB, signed notes, records, and the proofs of its
//! transparent log (`golang.org/x/mod/sumdb`). Who is asked, and what is kept where, is not decided here.

pub mod note;
pub mod record;
pub mod setting;
pub mod tile;
pub mod tlog;
