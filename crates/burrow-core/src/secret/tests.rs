//! Secrets in every writing that we know of, and texts that look like some and are none.

use super::*;

fn masked(name: &str, value: &str) -> String {
    Masked::value(name, value.as_bytes()).into_string()
}

#[test]
fn userinfo_of_every_url_is_masked_and_the_rest_stays() {
    assert_eq!(
        masked("GOPROXY", "https://ada:s3c@proxy.corp/go,https://t0ken@b.corp|direct"),
        "https://***@proxy.corp/go,https://***@b.corp|direct"
    );
    assert_eq!(masked("GOPROXY", "https://proxy.golang.org,direct"), "https://proxy.golang.org,direct");
    assert_eq!(masked("GOPROXY", "https://proxy.corp/mod@v1"), "https://proxy.corp/mod@v1");
}

#[test]
fn a_password_with_a_slash_is_masked_whole() {
    assert_eq!(masked("GOPROXY", "https://ada:pa/ss@host/x"), "https://***@host/x");
}

#[test]
fn userinfo_without_a_scheme_is_masked_where_go_adds_one() {
    assert_eq!(masked("GOPROXY", "ada:pw@proxy.corp,direct"), "***@proxy.corp,direct");
    assert_eq!(masked("GOFLAGS", "-ldflags=-X=a.dsn=c:d@tcp(db)/x"), "-ldflags=-X=a.dsn=***@tcp(db)/x");
}

#[test]
fn userinfo_behind_a_mistyped_scheme_is_masked_and_put_back_when_that_is_mended() {
    for wrong in ["https//ada:pw@proxy.corp/x,direct", "https:/ada:pw@proxy.corp/x,direct"] {
        let shown = masked("GOPROXY", wrong);
        assert_eq!(shown, wrong.replace("ada:pw", MASK));
        let line = format!("GOPROXY={wrong}\n");
        assert_eq!(mask_file(line.as_bytes()), line.replace("ada:pw", MASK));
        let mut vault = Vault::default();
        vault.remember_value("GOPROXY", wrong.as_bytes());
        assert_eq!(vault.unmask_value("GOPROXY", shown.as_bytes()).unwrap(), wrong);
        let mended = vault.unmask_value("GOPROXY", b"https://***@proxy.corp/x,direct").unwrap();
        assert_eq!(mended, "https://ada:pw@proxy.corp/x,direct");
    }
    assert_eq!(masked("GOPROXY", "https//proxy.corp/mod@v1"), "https//proxy.corp/mod@v1");
    // As Go would ask it, and as Go speaks of it.
    let asked = "https://https//ada:pw@proxy.corp/rsc.io/quote/@v/list";
    assert_eq!(masked("GOPROXY", asked), asked.replace("ada:pw", MASK));
    let said = Masked::said(&"go: invalid GOTOOLCHAIN \"https//ada:pw@proxy.corp\"");
    assert!(!said.as_str().contains("pw"), "{said}");
    for plain in ["https://a.com//x@v1/list", "a.com@v1.0.0"] {
        assert_eq!(masked("", plain), plain);
    }
}

#[test]
fn what_go_says_of_a_value_with_a_password_shows_none() {
    let value = "https://ada:hunter2@proxy.corp";
    let said = Masked::said(&format_args!("go: invalid GOTOOLCHAIN {value:?}\n"));
    assert_eq!(said.as_str(), "go: invalid GOTOOLCHAIN \"https://***@proxy.corp\"");
}

#[test]
fn an_ssh_user_is_no_secret() {
    assert_eq!(masked("GOAUTH", "git /home/ada/repo"), "git /home/ada/repo");
    assert_eq!(masked("X", "ssh://git@github.com/x"), "ssh://git@github.com/x");
    assert_eq!(masked("X", "ssh://git:pw@github.com/x"), "ssh://***@github.com/x");
}

#[test]
fn tokens_in_commands_and_queries_are_masked() {
    assert_eq!(
        masked("GOAUTH", "netrc;mycred --token=abc --user ada --password hunter2"),
        "netrc;mycred --token=*** --user *** --password ***"
    );
    assert_eq!(
        masked("GOAUTH", "curl -H 'Authorization: Bearer eyJhbGciOiJI'"),
        "curl -H 'Authorization: Bearer ***'"
    );
    assert_eq!(masked("GOPROXY", "https://p/go?token=abc&x=1"), "https://p/go?token=***&x=1");
    assert_eq!(masked("GOAUTH", "cred ghp_0123456789abcdefghij"), "cred ***");
}

#[test]
fn what_go_says_of_a_name_stays() {
    for said in
        ["go: multiple values for key: GOMIPS64", "go: arguments must be KEY=VALUE: invalid argument: x1"]
    {
        assert_eq!(Masked::said(&said).as_str(), said);
    }
}

#[test]
fn files_are_masked_line_by_line_comments_included() {
    let text = b"# old: https://a:b@c\nGOPROXY=https://u:p@h\nGOFLAGS=-v\n";
    assert_eq!(Masked::file(text).as_str(), "# old: https://***@c\nGOPROXY=https://***@h\nGOFLAGS=-v\n");
}

#[test]
fn an_edited_value_gets_its_secrets_back_by_scheme_and_host() {
    let mut vault = Vault::default();
    vault.remember_file(b"GOPROXY=https://u:p@one,https://x:y@two\n");
    let back = vault.unmask_value("GOPROXY", b"https://***@two,https://***@one/go,direct").unwrap();
    assert_eq!(back, "https://x:y@two,https://u:p@one/go,direct");
}

#[test]
fn a_mask_for_another_host_or_scheme_is_refused() {
    let mut vault = Vault::default();
    vault.remember_value("GOPROXY", b"https://u:p@one");
    assert!(vault.unmask_value("GOPROXY", b"https://***@evil").is_err());
    assert!(vault.unmask_value("GOPROXY", b"http://***@one").is_err());
}

#[test]
fn a_masked_file_comes_back_as_it_was() {
    let text = b"# https://c:d@e\nGOAUTH=cmd --token=abc x\nGOPROXY=https://u:p@h\nGOPROXY=https://u:q@h\n";
    let mut vault = Vault::default();
    vault.remember_file(text);
    assert_eq!(vault.unmask_file(&mask_file(text)).unwrap(), text.as_bstr());
}

#[test]
fn a_pattern_of_stars_is_no_secret() {
    assert_eq!(Vault::default().unmask_value("GOPRIVATE", b"***").unwrap(), "***");
}

#[test]
fn what_is_not_utf8_survives_masking_by_bytes() {
    assert_eq!(mask_value("GOPROXY", b"https://u:\xff@h/\xfe"), b"https://***@h/\xfe".as_bstr());
}

#[test]
fn a_vault_prints_no_secret() {
    let mut vault = Vault::default();
    vault.remember_value("GOPROXY", b"https://u:hunter2@one");
    assert!(!format!("{vault:?}").contains("hunter2"));
}

/// What must be masked, whatever it is written in: each has `hush9` in it.
const SECRETS: &[(&str, &[&str])] = &[
    (
        "GOPROXY",
        &[
            "HTTPS://u:hush9@h.example,direct",
            "https://:hush9@h.example",
            "https://u:a%40hush9@h.example",
            "https://u:a@hush9@h.example",
            "https://u:a/b?hush9@h.example/x",
            "https://u:hush9,x@h.example",
            "https://u:hush9|x@h.example",
            "https://u:hush9 x@h.example",
            "https://u:x #hush9@h.example",
            "https://u%EF%BC%9Ahush9%EF%BC%A0h.example/x@v1/@v/list",
            "'https://u:hush9@h.example',direct",
            "https:///u:hush9@h.example",
            "//u:hush9@h.example",
            "https:\\\\u:hush9@h.example",
            "https:u:hush9@h.example",
            "HTTPS//u:hush9@h.example",
            "htps://u:hush9@h.example",
            "hush9@h.example",
            "https://u:hush9",
            "https://u:hush9@[::1",
            "https://u:hush9%40h.example",
            "https://u%3Ahush9%40h.example",
            "https%3A%2F%2Fu%3ahush9%40h.example",
            "https://u:hush9＠h.example",
            "https：//u：hush9＠h.example",
            "https://proxy.corp/basic/u:hush9@h.example/go",
            "https://h.example/?X-Amz-Signature=hush9&x=1",
            "https://h.example/?a=1#token=hush9",
            "https://h.example/go;token=hush9,direct",
            "https://ghp_hush90123456789abcdef",
            "https://h.example/glpat-hush901234567890/go",
        ],
    ),
    ("GOSUMDB", &["sum.golang.org https//u:hush9@h", "sum.golang.org hush9@h"]),
    ("GOPRIVATE", &["a.com, u:hush9@h.example/x", "hush9@h.example", "https//u:hush9@h"]),
    ("GOVCS", &["u:hush9@h.example:git"]),
    (
        "GOAUTH",
        &[
            "mycmd hush9",
            "off; mycmd hush9;netrc",
            "netrc;mycmd -u ada -p hush9",
            "mycmd -thush9 --tok=hush9",
            "git hush9",
            "curl -uada:hush9 https://h",
            "curl -H 'X-Api-Key: hush9'",
            "TOKEN=hush9 mycmd",
            "mycmd \"a hush9\"",
            "mycmd 'a hush9",
            "mycmd /hush9+base64=",
        ],
    ),
    (
        "GOFLAGS",
        &[
            "-ldflags=-X main.token=hush9",
            "'-ldflags=-X \"main.Secret=hush9\" -s'",
            "-toolexec='x --token hush9'",
            "-exec=Bearer hush9",
            "-mod=u:hush9@h",
        ],
    ),
    ("CGO_CFLAGS", &["-DTOKEN=\"hush9\"", "'-DPASSWORD=\\\"hush9 x hush9\\\"' -O2"]),
    ("GOCACHEPROG", &["prog --token=hush9", "prog --secret hush9 x"]),
    ("GITHUB_TOKEN", &["hush9", " \"a hush9\" "]),
    ("NPM_PASSWORD", &["\"hush9\""]),
    ("X", &["Authorization: Bearer hush9", "PRIVATE-TOKEN: hush9", "machine h login ada password hush9"]),
];

/// What is no secret, and has to be read as it is.
const PLAIN: &[(&str, &[&str])] = &[
    (
        "GOPROXY",
        &[
            "https://proxy.golang.org|http://localhost:8080/x,https://[::1]:80,file:///C:/mod,direct",
            "go: github.com/x/token: reading https://h.example:443/x/@v/list: dial tcp 127.0.0.1:4->127.0.0.1:9:",
            "verifying a.com/m@v1.0.0: checksum mismatch\n\tdownloaded: h1:abc=\n\tgo.sum:     h1:def=",
        ],
    ),
    (
        "GOPRIVATE",
        &["*.corp.example,github.com/acme/*", "git@github.com:acme", "a.com/x@v1", "a@v1", "a.com@latest"],
    ),
    ("GOAUTH", &["netrc;git /home/ada/x;gitauth --verbose -v", "C:\\x\\cred.exe -v https://h.example"]),
    ("GOFLAGS", &["-ldflags=-s -w -X=main.version=1.2.3 -tags=token -run=TestKey", "-mod=vendor"]),
    ("GOPATH", &["C:\\Users\\ada@corp\\go;D:\\x", "/home/ada@corp/go:/b@c"]),
    ("GOCACHEPROG", &["/usr/bin/cacheprog --bucket x -region eu"]),
    (
        "",
        &[
            "go: GOAUTH=git dir method requires an absolute path to the git working directory",
            "remote: Support for password authentication was removed on August 13, 2021.",
            "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
            "git@github.com: Permission denied (publickey).",
            "go: arguments must be KEY=VALUE: invalid argument: GOPROXY",
        ],
    ),
];

fn every(table: &[(&'static str, &'static [&'static str])]) -> Vec<(&'static str, &'static str)> {
    table.iter().flat_map(|(name, values)| values.iter().map(|value| (*name, *value))).collect()
}

#[test]
fn secrets_are_masked_however_they_are_written_and_come_back_as_they_were() {
    for (name, value) in every(SECRETS) {
        let shown = masked(name, value);
        assert!(!shown.contains("hush9") && shown.contains(MASK), "{name}={value} is {shown}");
        assert_eq!(masked(name, &shown), shown, "{name}={value} masked twice");
        let mut vault = Vault::default();
        vault.remember_value(name, value.as_bytes());
        assert_eq!(vault.unmask_value(name, shown.as_bytes()).unwrap(), value, "{shown}");
        assert!(may_hold_secret(name, value.as_bytes()));
        assert!(!may_hold_secret(name, shown.as_bytes()));
    }
}

#[test]
fn they_are_masked_in_files_too_in_old_lines_and_in_what_is_no_line_at_all() {
    for (name, value) in every(SECRETS) {
        for line in [format!("{name}={value}"), format!("# {name}={value}"), format!("export {name}={value}")]
        {
            let file = format!("GOFLAGS=-v\n{line}\r\nGOSUMDB=off\n");
            let shown = mask_file(file.as_bytes()).to_string();
            assert!(!shown.contains("hush9"), "{line} is {shown}");
            let mut vault = Vault::default();
            vault.remember_file(file.as_bytes());
            assert_eq!(vault.unmask_file(shown.as_bytes()).unwrap(), file, "{shown}");
        }
    }
    for line in
        ["u:hush9@h", "GOPROXY u:hush9@h", "password hush9", "# token hush9", "$env:GOPROXY=\"u:hush9@h\""]
    {
        assert!(!mask_file(line.as_bytes()).contains_str("hush9"), "{line}");
    }
}

#[test]
fn what_is_no_secret_stays_as_it_is() {
    for (name, value) in every(PLAIN) {
        assert_eq!(masked(name, value), value);
        assert_eq!(Masked::path(value).as_str(), value);
    }
}

#[test]
fn what_go_says_of_a_piece_of_a_value_does_not_show_the_piece() {
    for (name, words) in [
        ("GOPROXY", "parse \"https://u:hush9\": invalid port \":hush9\" after host"),
        ("GOPROXY", "invalid proxy URL missing scheme: hush9@h (hush9)"),
        ("", "go: GOAUTH encountered an empty command (GOAUTH=; mycmd hush9)"),
        ("", "go: parsing $GOFLAGS: non-flag \"main.token=hush9\""),
    ] {
        let said = Masked::said_of(name, &words);
        assert!(!said.as_str().contains("hush9"), "{said}");
    }
}

#[test]
fn a_word_of_a_command_is_masked_and_no_reason_for_a_warning() {
    assert_eq!(masked("GOAUTH", "mycmd --host=h get -v"), "mycmd --host=*** *** -v");
    assert!(!has_secret("GOAUTH", b"mycmd --host=h get -v"));
    assert!(may_hold_secret("GOAUTH", b"mycmd --host=h get -v"));
    assert!(has_secret("GOAUTH", b"mycmd --token=h"));
    assert!(!has_secret("GOPROXY", b"https://h.example:80a"));
}

#[test]
fn a_path_that_was_an_address_shows_no_login() {
    assert_eq!(Masked::path("/home/ada/https:/u:hush9@h/bin").as_str(), "/home/ada/https:/***@h/bin");
    assert_eq!(Masked::path("/mod/a.com/x@v1.0.0/my token 5").as_str(), "/mod/a.com/x@v1.0.0/my token 5");
}

#[test]
fn three_stars_that_stood_there_before_anybody_masked_stay() {
    let text = b"GOPROXY=https://ada:hush9@h,direct\nGOFLAGS=-v ***\n";
    let mut vault = Vault::default();
    vault.remember_file(text);
    assert_eq!(vault.unmask_file(&mask_file(text)).unwrap(), text.as_bstr());
    // A secret that was known is not forgotten for them.
    vault.remember_value("GOPROXY", b"https://***@h");
    assert_eq!(vault.unmask_value("GOPROXY", b"https://***@h").unwrap(), "https://ada:hush9@h");
}
