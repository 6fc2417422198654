//! Secrets in values: found, masked as `***`, and put back into an edited value.

/// A text that may be shown: secrets in it are `***`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Masked(String);

impl Masked {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Masked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
