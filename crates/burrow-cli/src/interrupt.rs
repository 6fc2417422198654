//! Ctrl-C in a command that ends its work in order.

use burrow_core::job::Cancel;
use burrow_core::system::interrupt::cancel_on_interrupt;

use crate::failure::CANCELLED;

/// A wish to stop that Ctrl-C makes. The second Ctrl-C ends the command at once.
pub fn cancel_with_ctrl_c() -> Cancel {
    // Where signals cannot be heard, Ctrl-C is what it always is.
    cancel_on_interrupt(i32::from(CANCELLED)).unwrap_or_default()
}
