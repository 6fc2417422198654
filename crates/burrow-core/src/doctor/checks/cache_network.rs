//! A cache lies on another machine (NFS, SMB): builds are slower, and locks and times there are those of that machine.

use super::cache_volatile::on_medium;
use crate::doctor::{Finding, Seen, Skip};
use crate::system::volume::Medium;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    Ok(on_medium(seen, Medium::Network))
}
