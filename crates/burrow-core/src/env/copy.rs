//! A variable as a line for some shell, quoted for exactly that shell.

use crate::secret::Masked;

/// A form in which a variable can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    Value,
    GoEnvW,
    Posix,
    Fish,
    PowerShell,
    Cmd,
    Setx,
}

/// A variable in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyForm {
    pub form: Form,
    pub text: Masked,
}
