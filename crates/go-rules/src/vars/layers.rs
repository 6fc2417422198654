//! The four places that can set a variable, and a variable that remembers what stood in each.

use bstr::BString;

/// A place that can set a variable, from strongest to weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The process environment.
    Process,
    /// The user's GOENV file.
    User,
    /// `$GOROOT/go.env`.
    Goroot,
    /// Go's built-in default.
    Default,
}

impl Layer {
    /// How outputs name it that programs read.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Layer::Process => "process",
            Layer::User => "user",
            Layer::Goroot => "goroot",
            Layer::Default => "default",
        }
    }
}

/// Where the value in effect comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    Layer(Layer),
    /// Go computes it (GOMOD, GOVERSION …): no layer can set it.
    Derived,
}

/// How a variable can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Setting,
    ReadOnly,
    Cgo,
    Arch,
}

/// One layer of one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    pub layer: Layer,
    /// `None`: the layer has no such name.
    pub value: Option<BString>,
    pub effective: bool,
    /// The line of the file (1-based) that gives the value, for the user file and `go.env`.
    pub line: Option<u32>,
}

/// A variable with the value in effect and all four rungs, strongest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub name: BString,
    pub value: BString,
    pub origin: Origin,
    pub kind: Kind,
    pub rungs: Vec<Rung>,
    /// Set layers below the effective one (the process layer only counts when non-empty).
    pub shadowed: Vec<Layer>,
    /// As `go env -changed` tells.
    pub changed: bool,
}
