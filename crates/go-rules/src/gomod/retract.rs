//! Which versions a dependency's go.mod takes back (`modfile.ParseLax`, `modload.CheckRetractions`).

use bstr::BString;

use super::arguments::retract;
use super::parse;
use super::syntax::Stmt;

/// Ranges of versions, both ends in them. Of a file that go does not read: none.
pub fn retractions(text: &[u8]) -> Vec<(BString, BString)> {
    let Ok(syntax) = parse::parse(text) else { return Vec::new() };
    let mut all = Vec::new();
    let mut take = |mut words: Vec<BString>| {
        let versions = retract(&mut words).unwrap_or_default();
        if let (Some(low), Some(high)) = (versions.first(), versions.last()) {
            all.push((low.clone(), high.clone()));
        }
    };
    for stmt in syntax.stmts {
        match stmt {
            Stmt::Line(mut line) if line.tokens.first().is_some_and(|word| word == "retract") => {
                take(line.tokens.split_off(1));
            }
            Stmt::Block(block) if block.tokens == ["retract"] => {
                block.lines.into_iter().for_each(|line| take(line.tokens));
            }
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_versions_and_ranges_are_taken_back() {
        let text = b"module a.com/x\n\nretract v1.0.0 // bad\nretract (\n\t[v1.2.0, v1.3.0]\n\tv1.9.0\n)\n";
        let of = |low: &str, high: &str| (BString::from(low), BString::from(high));
        let expected = [of("v1.0.0", "v1.0.0"), of("v1.2.0", "v1.3.0"), of("v1.9.0", "v1.9.0")];
        assert_eq!(retractions(text), expected);
        assert_eq!(retractions(b"module \"\n"), []);
    }
}
