//! The desktop session's leading process, found in `/proc` (Linux only).

use std::fs;
use std::os::unix::fs::MetadataExt;

/// Programs that a graphical session is made of and whose environment it hands on, as `/proc/<pid>/comm` shows
/// them (cut to 15 bytes by the kernel).
const LEADERS: [&str; 22] = [
    "gnome-session-b",
    "gnome-session-s",
    "gnome-shell",
    "ksmserver",
    "plasmashell",
    "startplasma-way",
    "startplasma-x11",
    "xfce4-session",
    "cinnamon-sessio",
    "mate-session",
    "lxqt-session",
    "lxsession",
    "budgie-wm",
    "cosmic-session",
    "sway",
    "Hyprland",
    "river",
    "niri",
    "labwc",
    "i3",
    "awesome",
    "openbox",
];

/// The environment block (NUL-separated) that the person's session leader was started with, and its process id. The leader that
/// started first is taken.
pub fn leader_environ() -> Option<(u32, Vec<u8>)> {
    let me = nix::unistd::getuid().as_raw();
    let mut pids: Vec<u32> = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| is_leader(*pid, me))
        .collect();
    pids.sort_unstable();
    pids.into_iter().find_map(|pid| {
        let block = fs::read(format!("/proc/{pid}/environ")).ok().filter(|b| !b.is_empty())?;
        Some((pid, block))
    })
}

fn is_leader(pid: u32, me: u32) -> bool {
    let mine = fs::metadata(format!("/proc/{pid}")).is_ok_and(|m| m.uid() == me);
    mine && fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|c| LEADERS.contains(&c.trim_end()))
}
