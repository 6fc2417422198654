//! What the commands that work with the quarantine begin with: the roots are proven, and what a killed Burrow began is
//! ended.

use burrow_core::cache::Roots;
use burrow_core::cache::quarantine::{
    Pace, ProvenRoot, QuarantineError, RootRefusal, Surroundings, prove_all, purge_older_than, recover,
};
use burrow_core::job::Cancel;
use burrow_core::settings::CacheSettings;
use burrow_core::store::open_kept;
use burrow_core::system::DiskLook;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::{Lang, Tell};

use crate::context::Context;
use crate::failure::{CANCELLED, Failure, REFUSED, USAGE};

/// The roots of the context that may be worked in. One that is refused does not keep the other from being listed; where
/// all are, that is the answer.
///
/// # Errors
/// All roots are refused, or a quarantine cannot be read.
pub fn ready(context: &Context, cancel: &Cancel, lang: Lang) -> Result<Vec<ProvenRoot>, Failure> {
    let roots = Roots::of(&context.asked(), &DiskLook::default());
    let (proven, refused) = prove_all(&roots, &Surroundings::of(&roots));
    if let (true, Some(why)) = (proven.is_empty(), refused.first()) {
        return Err(refusal(why, lang));
    }
    settled(&proven, cancel, lang)?;
    Ok(proven)
}

/// Ends what was broken off.
///
/// # Errors
/// A quarantine cannot be read.
pub fn settled(roots: &[ProvenRoot], cancel: &Cancel, lang: Lang) -> Result<(), Failure> {
    recover(roots, cancel).map(drop).map_err(|why| failure(&why, lang))
}

/// Deletes what could be taken back long enough. That another Burrow is at work is no reason to fail.
pub fn forget_old(roots: &[ProvenRoot], context: &Context, cancel: &Cancel) {
    let _ = purge_older_than(roots, cache_settings(context).grace(), Pace::Now, cancel, &());
}

/// What the person has chosen in the window; where nothing is kept, what holds without a choice.
pub fn cache_settings(context: &Context) -> CacheSettings {
    let store = open_kept(state_dir(&context.captured.environ).as_deref());
    store.map(|store| store.cache_settings()).unwrap_or_default()
}

/// A root that is not cleaned.
pub fn refusal(why: &RootRefusal, lang: Lang) -> Failure {
    Failure::from(why.tell(lang)).exit(REFUSED)
}

/// What the quarantine could not do.
pub fn failure(why: &QuarantineError, lang: Lang) -> Failure {
    let failure = Failure::from(why.tell(lang));
    match why {
        QuarantineError::Cancelled(_) => failure.exit(CANCELLED),
        QuarantineError::Unknown(_) => failure.exit(USAGE),
        QuarantineError::Moved(_) => failure.exit(REFUSED),
        _ => failure,
    }
}
