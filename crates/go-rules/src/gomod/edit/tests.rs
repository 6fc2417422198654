use super::*;

fn set(text: &str, name: Option<&str>) -> String {
    let edited = set_toolchain(ModKind::Mod, Os::Linux, text.as_bytes(), name.map(BStr::new));
    match edited {
        Ok(bytes) => String::from_utf8(bytes).unwrap(),
        Err(bad) => bad.to_string(),
    }
}

#[test]
fn the_line_stands_below_the_go_line() {
    assert_eq!(
        set("module m // the module\r\n\r\ngo 1.21\r\nrequire a.b/c v1.0.0", Some("go1.26.6")),
        "module m // the module\n\ngo 1.21\n\ntoolchain go1.26.6\n\nrequire a.b/c v1.0.0\n"
    );
    assert_eq!(set("toolchain go1.22.1 // why\n", Some("default")), "toolchain default // why\n");
    assert_eq!(set("module m\n\n// gone\ntoolchain go1.22.1 // why\n", None), "module m\n");
}

#[test]
fn what_go_would_not_read_is_refused_with_its_line() {
    assert_eq!(
        set("module m\n\nrequire (\n\ta v1\n", None),
        "line 5: syntax error (unterminated block started at line 3)"
    );
    assert_eq!(set("module m\ngo 1.x\n", None), "line 2: invalid go version '1.x': must match format 1.23.0");
    assert_eq!(
        set("module m\nrequire a/v2 v1.0.0\n", None),
        "line 2: version \"v1.0.0\" invalid: should be v2"
    );
    assert_eq!(
        set("module m\ntoolchain go1.21\ntoolchain go1.22\n", None),
        "line 3: repeated toolchain statement"
    );
}

#[test]
fn go_work_takes_the_line_before_what_is_no_comment() {
    let edit = |text: &str| {
        let out =
            set_toolchain(ModKind::Work, Os::Linux, text.as_bytes(), Some(BStr::new("go1.26.6"))).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(edit("// c\n\nuse ./a\n"), "// c\n\ntoolchain go1.26.6\n\nuse ./a\n");
    assert_eq!(edit("use ./a\ngo 1.22\n"), "use ./a\n\ngo 1.22\n\ntoolchain go1.26.6\n");
}

#[test]
fn bytes_that_are_no_text_become_the_mark_for_them_as_go_writes_it() {
    let text = b"require \"a \xffb\" v1.2.3\n";
    let edited = set_toolchain(ModKind::Mod, Os::Linux, text, Some(BStr::new("go1.26.6"))).unwrap();
    assert_eq!(String::from_utf8(edited).unwrap(), "require \"a \u{fffd}b\" v1.2.3\n\ntoolchain go1.26.6\n");
}
