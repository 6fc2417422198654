//! The GOENV file, parsed and written byte for byte as go does (`cmd/go/internal/cfg`, `cmd/go/internal/envcmd`).
//! Where the file lies and who may change it is `burrow-core`'s affair.

use bstr::BString;

/// One thing to do to a GOENV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Set { name: BString, value: BString },
    Unset { name: BString },
}
