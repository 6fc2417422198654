//! What the app writes down about itself: in a file a day, seven kept. Never a value of a variable.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::LevelFilter;

const KEPT: usize = 7;

/// Starts logging below the state directory. Without one, or without the right to write there, the app runs
/// without a log.
pub fn start(state_dir: Option<&Path>) -> Option<WorkerGuard> {
    let folder = state_dir?.join("logs");
    // Asked first: the appender would complain on standard error.
    std::fs::create_dir_all(&folder).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("burrow")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    tracing_subscriber::fmt()
        .with_writer(writer)
        .with_ansi(false)
        .with_max_level(LevelFilter::INFO)
        .try_init()
        .ok()?;
    Some(guard)
}
