//! Work that every other program comes before: the processor and the disk are its own only while nobody else wants them.
//!
//! For what nobody waits for. It holds no lock meanwhile that somebody could wait for.

use std::panic::resume_unwind;
use std::thread::scope;

/// Does `work` on a thread of its own with the lowest priority that the system has, and waits for it. Where the system
/// refuses it is done all the same.
pub fn lowest<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let done = scope(|scope| {
        let thread = scope.spawn(|| {
            lower_this_thread();
            work()
        });
        thread.join()
    });
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// `nice(1)` and `ionice(1)`: both count for one thread here.
#[cfg(target_os = "linux")]
fn lower_this_thread() {
    const OF_A_THREAD: i32 = 1;
    const THIS_ONE: i32 = 0;
    /// `IOPRIO_CLASS_IDLE`, which has no levels.
    const IDLE: i32 = 3 << 13;
    let _ = rustix::process::setpriority_process(None, 19);
    // SAFETY: it takes three numbers, and touches no memory.
    unsafe {
        nix::libc::syscall(nix::libc::SYS_ioprio_set, OF_A_THREAD, THIS_ONE, IDLE);
    }
}

/// What Apple calls the background: processor, disk and network.
#[cfg(target_os = "macos")]
fn lower_this_thread() {
    const THIS_ONE: nix::libc::id_t = 0;
    // SAFETY: it takes three numbers, and touches no memory.
    unsafe {
        nix::libc::setpriority(nix::libc::PRIO_DARWIN_THREAD, THIS_ONE, nix::libc::PRIO_DARWIN_BG);
    }
}

/// What Windows calls the background: processor, disk and memory.
#[cfg(windows)]
fn lower_this_thread() {
    use windows_sys::Win32::System::Threading::{
        GetCurrentThread, SetThreadPriority, THREAD_MODE_BACKGROUND_BEGIN,
    };
    // SAFETY: the handle of the calling thread is always one, and is not closed.
    unsafe {
        SetThreadPriority(GetCurrentThread(), THREAD_MODE_BACKGROUND_BEGIN);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn lower_this_thread() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_makes_comes_back_and_so_does_a_panic() {
        let text = String::from("x");
        assert_eq!(lowest(|| text.len()), 1);
        assert!(std::panic::catch_unwind(|| lowest(|| panic!("as it should"))).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_its_own_thread_is_lowered() {
        // What a schedule has of a thread: its nice value is the 17th field behind the name.
        let nice = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            let behind = stat.rsplit_once(") ").unwrap().1.to_owned();
            behind.split(' ').nth(16).unwrap().parse::<i32>().unwrap()
        };
        let before = nice();
        assert_eq!((lowest(nice), nice()), (19, before));
        let class = || {
            // SAFETY: it takes two numbers, and touches no memory.
            let all = unsafe { nix::libc::syscall(nix::libc::SYS_ioprio_get, 1, 0) };
            all >> 13
        };
        assert_eq!(lowest(class), 3);
    }
}
