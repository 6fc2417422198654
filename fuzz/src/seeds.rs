//! Writes the smallest programs of every format into a folder: where the fuzzer begins.

#[path = "../../crates/go-rules/src/buildinfo/tests/samples.rs"]
mod samples;

fn main() -> std::io::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "seeds".into()));
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in samples::all() {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
