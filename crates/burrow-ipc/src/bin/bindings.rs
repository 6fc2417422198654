//! Writes the TypeScript bindings into the UI: `npm run bindings`.

use std::path::Path;

fn main() -> Result<(), std::io::Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = root.join(burrow_ipc::bindings::PATH);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, burrow_ipc::bindings::text())
}
