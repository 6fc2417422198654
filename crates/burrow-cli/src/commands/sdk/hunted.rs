//! Where the commands look for toolchains: everywhere, and in the folders that the person added in the window.

use burrow_core::sdk::inventory::Hunt;
use burrow_core::store::open_kept;
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::state_dir;

use crate::context::Context;

/// What the hunt of a command goes by.
pub fn hunted(context: &Context) -> Hunt {
    let store = open_kept(state_dir(&context.captured.environ).as_deref());
    let folders = store.map(|store| store.sdk_folders()).unwrap_or_default();
    Hunt::of(&context.asked(), &folders, &DiskFiles)
}
