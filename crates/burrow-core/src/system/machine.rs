//! What this machine's system is called, for a report.

/// `Linux (Debian GNU/Linux 13)`, `macOS 15.1`, `Windows 11`; `None` where it does not tell.
pub fn system() -> Option<String> {
    let name = sysinfo::System::long_os_version().ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The version of its kernel.
pub fn kernel() -> Option<String> {
    sysinfo::System::kernel_version().ok()
}
