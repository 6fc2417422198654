//! Whatever bytes a start file holds: it is read to its end, and never brings Burrow down.

use proptest::prelude::*;

use super::ast::Dialect;
use super::parse;

const ALL: [Dialect; 4] = [Dialect::Bash, Dialect::Zsh, Dialect::Posix, Dialect::Fish];

proptest! {
    #[test]
    fn any_bytes_can_be_read(text in proptest::collection::vec(any::<u8>(), 0..400)) {
        ALL.iter().for_each(|dialect| drop(parse(&text, *dialect)));
    }

    #[test]
    fn any_pieces_of_a_shells_language_can_be_read(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "if ", "then ", "fi", "case x in ", "esac", "(", ")", "{ ", "}", "$(", "${a", ":-", "`", "\"", "'",
                "\\", "\n", ";", ";;", "&&", "||", "|", "&", "<<E\n", "E\n", "export A=1 ", "[[ ", "]]", "((", "))",
                "for x in ", "do ", "done", "function f ", "#", "$", "=", "end", "begin ", "switch x\n", "not ",
                "and ", "!", " ", "~", "A=(", "while ", "set -gx A ", "<(", "$'",
            ]),
            0..60,
        )
    ) {
        let text = pieces.concat();
        ALL.iter().for_each(|dialect| drop(parse(text.as_bytes(), *dialect)));
    }
}

#[test]
fn nesting_without_end_is_not_followed() {
    for (open, close) in [
        ("$(", ")"),
        ("${a:-", "}"),
        ("( ", ")"),
        ("{ ", "; }"),
        ("if true; then ", "; fi"),
        ("! ", ""),
        ("`", "`"),
        ("\"$(", ")\""),
        ("f() ", ""),
        ("not ", ""),
        ("begin; ", "; end"),
        ("(", ")"),
        ("[[ ( ", " ) ]]"),
        ("() ", ""),
        ("$((", "))"),
        ("case x in x) ", ";; esac"),
        ("true; and ", ""),
        ("true && ", ""),
    ] {
        let text = format!("{}true{}\nexport A=1\n", open.repeat(3000), close.repeat(3000));
        for dialect in ALL {
            drop(parse(text.as_bytes(), dialect));
        }
    }
}
