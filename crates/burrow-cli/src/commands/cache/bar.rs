//! How far work on caches is, on a terminal.

use std::io::{self, IsTerminal};

use burrow_core::job::{Progress, Step};
use burrow_core::text::{Lang, Say};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Options;

/// A bar that counts things; hidden where nobody looks.
pub struct Bar(ProgressBar, Lang);

impl Bar {
    pub fn new(options: &Options, lang: Lang) -> Bar {
        let shown = !options.quiet && io::stderr().is_terminal();
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{msg}  {wide_bar}  {human_pos}/{human_len}") {
            bar.set_style(style);
        }
        Bar(bar, lang)
    }

    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn report(&self, step: Step) {
        if step.done == 0 {
            self.0.set_message(step.doing.say(self.1));
            self.0.set_length(step.total.unwrap_or(0));
        }
        self.0.set_position(step.done);
    }
}
