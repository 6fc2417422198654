//! The threads of a walk: one a core while the kernel answers from memory, where more only cost; several a core as soon
//! as the walk waits for its disk. It knows nothing of trees.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};

use rayon::ThreadPool;

/// The threads of all walks. `None`: the system gives none, and a walk goes on the thread that asked for it.
pub fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let make = || {
        let cores = cores();
        rayon::ThreadPoolBuilder::new()
            .num_threads(cores.clamp(8, 16))
            .thread_name(|n| format!("burrow-walk-{n}"))
            .start_handler(move |n| {
                if n >= cores {
                    MORE.wait();
                }
            })
            .build()
            .ok()
    };
    POOL.get_or_init(make).as_ref()
}

/// Lets all threads come: the disk has to be waited for.
pub fn all() {
    MORE.open();
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

static MORE: Gate = Gate { opened: Mutex::new(false), moved: Condvar::new() };

/// Opens once, for as long as the process lives.
struct Gate {
    opened: Mutex<bool>,
    moved: Condvar,
}

impl Gate {
    fn wait(&self) {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        while !*opened {
            opened = self.moved.wait(opened).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn open(&self) {
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.moved.notify_all();
    }
}

#[cfg(target_os = "linux")]
pub use waiting::Watch;

#[cfg(target_os = "linux")]
mod waiting {
    use std::sync::Mutex;
    use std::time::{Duration, Instant};

    use rustix::time::{ClockId, clock_gettime};

    /// How long a walk goes before it is asked whether it works or waits.
    const SPAN: Duration = Duration::from_millis(20);

    /// Whether a walk works or waits: the time of the process on its cores beside the time that passed.
    pub struct Watch(Mutex<Option<Moment>>);

    #[derive(Clone, Copy)]
    struct Moment {
        at: Instant,
        worked: Duration,
    }

    impl Watch {
        pub fn start() -> Watch {
            Watch(Mutex::new(Some(Moment::now())))
        }

        #[cfg(test)]
        pub fn has_told(&self) -> bool {
            self.0.lock().is_ok_and(|since| since.is_none())
        }

        /// Asked by the walk's threads now and then; where they wait for more than half of their time, all threads come.
        pub fn look(&self) {
            // Another thread is just asking.
            let Ok(mut since) = self.0.try_lock() else { return };
            let Some(before) = *since else { return };
            if before.at.elapsed() < SPAN {
                return;
            }
            let now = Moment::now();
            let could = (now.at - before.at).saturating_mul(u32::try_from(super::cores()).unwrap_or(1));
            let waits = now.worked.saturating_sub(before.worked) * 2 < could;
            *since = (!waits).then_some(now);
            if waits {
                super::all();
            }
        }
    }

    impl Moment {
        fn now() -> Moment {
            let worked = clock_gettime(ClockId::ProcessCPUTime);
            let nanos = u32::try_from(worked.tv_nsec).unwrap_or_default();
            Moment {
                at: Instant::now(),
                worked: Duration::new(u64::try_from(worked.tv_sec).unwrap_or_default(), nanos),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_disk_has_to_be_waited_for_all_threads_come() {
        all();
        let pool = pool().expect("threads");
        assert_eq!(pool.broadcast(|_| ()).len(), cores().clamp(8, 16));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_walk_that_waits_is_asked_once_more_and_then_never() {
        let watch = Watch::start();
        watch.look();
        assert!(!watch.has_told(), "nothing can be told so early");
        std::thread::sleep(std::time::Duration::from_millis(25));
        // Other tests may work meanwhile; this one only waits, and sooner or later they do, too.
        while !watch.has_told() {
            std::thread::sleep(std::time::Duration::from_millis(25));
            watch.look();
        }
    }
}
