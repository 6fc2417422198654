//! While the page is on the screen the figures follow what builds write: once a second the caches are asked what has
//! moved ([`crate::cache::follow`]), and the picture takes it in. A cache that nobody has measured is left alone.

use super::super::work::Inner;
use super::CacheErrand;
use crate::cache::follow::Follow;
use crate::cache::{Cache, Roots};

/// What is remembered from one second to the next.
#[derive(Default)]
pub(super) struct Following {
    roots: Option<Roots>,
    caches: Vec<(Cache, Follow)>,
}

impl Inner {
    /// Looks whether anything moved, and measures only that.
    pub(super) fn follow_caches(&self, following: &mut Following) {
        let roots = self.cache_roots();
        if following.roots.as_ref() != Some(&roots) {
            let follow = |cache| (cache, Follow::new(roots.clone(), cache, self.cache_index()));
            *following = Following { caches: Cache::ALL.map(follow).into(), roots: Some(roots.clone()) };
        }
        for (cache, follow) in &mut following.caches {
            // Whoever measures now says what is there.
            let Ok(_turn) = self.caches.turn.try_lock() else { return };
            let is_known = matches!(self.caches.known().measured.get(cache), Some(Ok(_)));
            // What went wrong is said by the next measurement that somebody asks for.
            if is_known && let Ok(Some(measured)) = follow.ask(&self.caches.ending) {
                self.take_measured(&roots, *cache, Ok(measured));
                self.cache_errand(CacheErrand::Moved);
            }
        }
    }
}
