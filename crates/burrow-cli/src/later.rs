//! Arguments of a command that are described only when that command is typed: of the whole tree of commands a run needs
//! one branch, and describing the others takes longer than most answers.

use clap::builder::Resettable;
use clap::error::Error;
use clap::{ArgMatches, Args, Command, FromArgMatches};

/// The arguments `T`, described when they are needed. What can be typed is the same.
#[derive(Debug, Clone)]
pub struct Later<T>(pub T);

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Later<T>, Error> {
        T::from_arg_matches(matches).map(Later)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: Args> Args for Later<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(described::<T>)
    }

    /// Nothing is ever updated: this is the way to the whole tree, for who prints all of it.
    fn augment_args_for_update(command: Command) -> Command {
        T::augment_args(command)
    }
}

/// The words of the variant in the tree of commands come after those of `T`, and win.
fn described<T: Args>(command: Command) -> Command {
    let about = Resettable::from(command.get_about().cloned());
    let long = Resettable::from(command.get_long_about().cloned());
    T::augment_args(command).about(about).long_about(long)
}
