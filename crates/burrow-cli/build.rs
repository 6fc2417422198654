//! How the command is linked.

/// At a fixed address, as go itself is on Linux: for a program that may lie anywhere the loader corrects 21,000
/// addresses at each start, which takes it longer than the rest of a short answer.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Cargo tells what is built for by the environment alone.
    #[allow(clippy::disallowed_methods)]
    let target = |name: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" && !target("FEATURE").contains("crt-static") {
        println!("cargo::rustc-link-arg-bin=burrow=-no-pie");
    }
}
