use std::sync::Arc;

use go_rules::environ::{Environ, Os};

use super::checks::{Check, Speed};
use super::examine::examine_by;
use super::*;
use crate::env::capture::{AskerId, CaptureError, Captured, Source};
use crate::job::Cancel;
use crate::text::{Lang, doctor};

/// A machine with nothing but a home, a GOENV file and these variables.
pub(super) fn machine(home: &std::path::Path, goenv: &str, variables: &[(&str, &str)]) -> Arc<Seen> {
    let file = home.join("goenv");
    std::fs::write(&file, goenv).unwrap();
    let temp = home.join("temp");
    let own = [
        (if cfg!(windows) { "USERPROFILE" } else { "HOME" }, home.to_str().unwrap()),
        // Without it Windows takes the home for its folder of temporary files, where no go.mod counts.
        (if cfg!(windows) { "TMP" } else { "TMPDIR" }, temp.to_str().unwrap()),
        ("GOENV", file.to_str().unwrap()),
    ];
    let entries = own.iter().chain(variables).map(|(name, value)| ((*name).into(), (*value).into()));
    let environ = Environ::new(Os::host(), entries);
    let captured = Captured {
        asker: AskerId::Process,
        source: Source::Process,
        shell: None,
        start: Environ::new(environ.os(), []),
        home: Some(home.to_str().unwrap().into()),
        environ,
    };
    Arc::new(Seen::new(Ground {
        captured,
        desktop: Box::new(|| Err(CaptureError::NoDesktopSession)),
        directory: home.to_owned(),
        started_in: None,
        goroot: None,
        home: Some(home.to_owned()),
        store: None,
        data_dir: None,
        now: 1_800_000_000_000,
        cancel: Cancel::new(),
    }))
}

fn note(id: CheckId, severity: Severity) -> Finding {
    Finding {
        check: id,
        severity,
        subject: "x".into(),
        wrong: SettingsWrong::ModulesSwitch { value: ModulesSwitch::On, layer: go_rules::vars::Layer::User }
            .into(),
        evidence: vec![Evidence::fact("x")],
        fixes: Vec::new(),
    }
}

#[test]
fn a_check_that_panics_or_fails_stops_no_other_and_the_worst_comes_first() {
    const TABLE: &[Check] = &[
        Check { id: CheckId::EnvShadowed, speed: Speed::Fast, run: |_| panic!("no {}", "way") },
        Check {
            id: CheckId::EnvLockout,
            speed: Speed::Fast,
            run: |_| Err(Skip::Nothing(NothingThere::DesktopSession)),
        },
        Check {
            id: CheckId::GorootStale,
            speed: Speed::Fast,
            run: |_| Ok(vec![note(CheckId::GorootStale, Severity::Note)]),
        },
        Check {
            id: CheckId::ClockWrong,
            speed: Speed::Fast,
            run: |_| Ok(vec![note(CheckId::ClockWrong, Severity::Error)]),
        },
        Check { id: CheckId::TlsIntercepted, speed: Speed::Online, run: |_| Ok(Vec::new()) },
        Check { id: CheckId::ModuleDamaged, speed: Speed::Slow, run: |_| Ok(Vec::new()) },
    ];
    let home = tempfile::tempdir().unwrap();
    let seen = machine(home.path(), "", &[]);
    let all = examine_by(TABLE, &seen, &Checks::default());
    assert_eq!(
        all.findings.iter().map(|f| f.check).collect::<Vec<_>>(),
        [CheckId::ClockWrong, CheckId::GorootStale]
    );
    assert_eq!(all.checked, [CheckId::GorootStale, CheckId::ClockWrong]);
    let skipped: Vec<_> = all.skipped.iter().map(|s| (s.id, s.why.clone())).collect();
    assert_eq!(skipped[0], (CheckId::EnvShadowed, Skip::Broken { said: "no way".into() }));
    assert_eq!(skipped[2], (CheckId::TlsIntercepted, Skip::AsksServers));
    assert_eq!(skipped[3], (CheckId::ModuleDamaged, Skip::Slow));
    let named = Checks { named: Some(vec![CheckId::ModuleDamaged, CheckId::TlsIntercepted]), online: false };
    assert_eq!(examine_by(TABLE, &seen, &named).checked, [CheckId::TlsIntercepted, CheckId::ModuleDamaged]);
}

#[test]
fn every_id_is_found_by_its_name() {
    for id in CheckId::ALL {
        assert_eq!(CheckId::named(id.as_str()), Some(*id));
    }
    assert_eq!(CheckId::named("nothing"), None);
}

#[test]
fn a_line_that_locks_out_is_found_with_its_line_and_goes_by_its_fix() {
    let home = tempfile::tempdir().unwrap();
    let seen = machine(home.path(), "# mine\nGOTOOLCHAIN=latest\nGO111MODULE=on\n", &[]);
    let found = examine(&seen, &Checks::default());
    let lockout = found.findings.iter().find(|f| f.check == CheckId::EnvLockout).unwrap();
    assert_eq!(lockout.evidence[0].place.as_ref().unwrap().line, Some(2));
    assert_eq!(lockout.evidence[0].text.as_str(), "GOTOOLCHAIN=latest");
    assert_eq!(lockout.fixes, [seen.without("GOTOOLCHAIN")]);
    for lang in [Lang::En, Lang::ZhCn] {
        assert!(!doctor::title(lockout, lang).is_empty());
        assert!(!doctor::explanation(lockout, lang).is_empty());
    }
    assert!(
        found.findings.iter().any(|f| f.check == CheckId::Go111moduleSet && f.severity == Severity::Note)
    );
}

#[test]
fn flags_that_name_what_is_not_there_are_found_and_taken_away_alone() {
    let home = tempfile::tempdir().unwrap();
    let there = home.path().join("there.json");
    std::fs::write(&there, "{}").unwrap();
    let said = |flags: &str| {
        let seen = machine(home.path(), &format!("GOFLAGS={flags}\n"), &[]);
        let which = Checks { named: Some(vec![CheckId::GoflagsInvalid]), online: false };
        let found = examine(&seen, &which).findings;
        found.first().map(|finding| match (&finding.wrong, finding.fixes.first()) {
            (Wrong::Settings(SettingsWrong::FlagsInvalid { said, .. }), Some(Remedy::Settings(draft))) => {
                (said.clone(), format!("{draft:?}"))
            }
            other => panic!("{other:?}"),
        })
    };
    let (words, fix) = said("-mod=mod -overlay=/nope.json").unwrap();
    assert_eq!(words, "go: reading overlay: open /nope.json: no such file or directory");
    assert!(fix.contains("-mod=mod") && !fix.contains("overlay"), "{fix}");
    let (words, _) = said("-toolexec='nosuchprogram -x'").unwrap_or_default();
    assert!(words.ends_with("for flag -toolexec (from $GOFLAGS): unterminated ' string"), "{words}");
    assert!(said("'-toolexec=nosuchprogram -x'").unwrap().0.contains("executable file not found"));
    let (words, fix) = said("-c -mod=mod").unwrap();
    assert_eq!(words, "go: flag needs an argument: -c (from $GOFLAGS)", "so says go vet");
    assert!(fix.contains("-mod=mod") && !fix.contains("-c"), "{fix}");
    assert_eq!(said("-c=1"), None);
    assert_eq!(said(&format!("-overlay={} -pgo=auto -race=false -modfile=any.mod", there.display())), None);
}

#[test]
fn flags_that_stop_the_tests_alone_are_told_as_that_and_those_of_builds_come_first() {
    let home = tempfile::tempdir().unwrap();
    let explained = |flags: &str| {
        let seen = machine(home.path(), &format!("GOFLAGS={flags}\n"), &[]);
        let which = Checks { named: Some(vec![CheckId::GoflagsInvalid]), online: false };
        doctor::explanation(&examine(&seen, &which).findings[0], Lang::En)
    };
    for (flags, starts) in [
        ("-run", "`go test` stops with: go: flag needs an argument: -run"),
        ("-c", "`go vet` stops with: go: flag needs an argument: -c"),
        ("-p=x", "`go build` and other commands that read it stop with: go: invalid value"),
        (
            "-run -mod",
            "`go build` and other commands that read it stop with: go: flag needs an argument: -mod",
        ),
        ("-overlay=/nope.json", "`go build` and other commands that read it stop with: go: reading overlay"),
    ] {
        let words = explained(flags);
        assert!(words.starts_with(starts), "{flags}: {words}");
    }
}
