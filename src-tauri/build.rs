//! Declares the app's own commands, so that each needs a permission as a plugin's does, and embeds the window.

// The table itself and not the crate: burrow-core would be compiled a second time for the build.
#[path = "../crates/burrow-ipc/src/commands.rs"]
#[expect(dead_code, reason = "only the names are needed here")]
mod commands;

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=../crates/burrow-ipc/src/commands.rs");
    // The window's files are embedded from here. That the folder is there is enough to check and test the shell
    // without having built the window.
    std::fs::create_dir_all("../ui/dist")?;
    let names: Vec<&'static str> = commands::COMMANDS.iter().map(|command| command.name).collect();
    let manifest = tauri_build::AppManifest::new().commands(names.leak());
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    tauri_build::try_build(attributes).map_err(|error| std::io::Error::other(format!("{error:#}")))
}
