//! The command itself. That it is an integration test also makes cargo build the program, which `npm run cross`
//! then runs as a Windows program.

use std::process::Command;

#[test]
fn it_says_what_it_can_do() {
    let help =
        Command::new(env!("CARGO_BIN_EXE_burrow-oracle")).arg("--help").output().expect("the program starts");
    let text = String::from_utf8_lossy(&help.stdout);
    assert!(help.status.success() && text.contains("--seed") && text.contains("loss"), "{text}");
}

#[test]
fn without_sdks_it_fails_and_names_the_way_to_get_them() {
    let nowhere = std::env::temp_dir().join("burrow-oracle-no-sdks-here");
    let run = Command::new(env!("CARGO_BIN_EXE_burrow-oracle"))
        .args(["--cases", "1", "--sdks"])
        .arg(nowhere)
        .output();
    let run = run.expect("the program starts");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("fetch.mjs"));
}
