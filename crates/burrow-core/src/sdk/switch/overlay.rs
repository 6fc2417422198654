//! The disk as a plan would leave it.

use super::plan::Deed;
use crate::system::files::path_to_bytes;
use crate::system::overlay::Overlay;

/// The disk after these deeds. The `current` link is not among them: who asks for it knows.
pub(super) fn after(deeds: &[Deed]) -> Overlay {
    let mut files = Vec::new();
    for deed in deeds {
        let (target, after) = match deed {
            Deed::Goenv { target, before, change, .. } => {
                (target, Some(change.on(before.as_deref().unwrap_or_default())))
            }
            Deed::File { target, after, .. } => (target, after.clone()),
            Deed::Link { .. } => continue,
        };
        files.push((path_to_bytes(&target.path), after.clone()));
        files.push((path_to_bytes(&target.file), after));
    }
    Overlay::new(files)
}
