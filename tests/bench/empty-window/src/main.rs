//! The smallest window that Tauri can open: the same web view, one line of text, no plugin and no state.
//! `npm run bench` measures Burrow's start, idle CPU and memory against it. It is not a test and ships nowhere.

use std::io::Write as _;

/// The page calls this in the frame after its first; the bench waits for the line.
#[tauri::command]
fn painted() -> Result<(), String> {
    writeln!(std::io::stdout(), "painted").map_err(|error| error.to_string())
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default().invoke_handler(tauri::generate_handler![painted]).run(context())
}

#[expect(clippy::disallowed_methods, reason = "in what Tauri's macro expands to")]
fn context() -> tauri::Context {
    tauri::generate_context!()
}
