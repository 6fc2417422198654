//! The program. Everything is in the library, so that the tests can have it too.

// No console window beside the app on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> Result<(), burrow_shell::StartError> {
    burrow_shell::run()
}
