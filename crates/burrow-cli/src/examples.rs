//! Examples at the end of each command's `--help`: they teach more than descriptions do.

pub const ENV_EXAMPLES: &str = "\
Examples:
  burrow env                              every variable, as `go env` prints them
  burrow env GOPROXY GOFLAGS              just the values
  burrow env --json --changed             what differs from the default, as JSON
  burrow env --login-shell GOPROXY        what a new terminal would get
  burrow env --goroot A --goroot B GOROOT what each of these toolchains says
  burrow env explain GOPROXY              where the value comes from, and what it shadows
  burrow env set GOPROXY=https://corp,direct
  burrow env undo                         take back the last change of the GOENV file";

pub const EXPLAIN_EXAMPLES: &str = "\
The layers, from strongest to weakest: process environment, GOENV file, go.env of the toolchain, default.
An empty process variable counts as not set; an empty line in the GOENV file does not.

Examples:
  burrow env explain                      every variable
  burrow env explain GOPROXY              one of them
  burrow env explain --login-shell GOBIN  for a new terminal instead of this one
  burrow env explain --json GOPROXY       for a script; passwords are ***";

pub const SET_EXAMPLES: &str = "\
The same checks as go's, the same file afterwards. Nobody else's change is lost, and `burrow env undo` takes it back.

Examples:
  burrow env set GOPROXY=https://proxy.corp,direct
  burrow env set GOPRIVATE=git.corp,github.com/acme
  burrow env set --dry-run GOFLAGS=-mod=mod";

pub const UNSET_EXAMPLES: &str = "\
Examples:
  burrow env unset GOPROXY
  burrow env unset --dry-run GOFLAGS
  burrow env unset --mend GOPATH          a bad GOPATH in the file stops every go command";

pub const DIFF_EXAMPLES: &str = "\
Exit status 1 when something really differs; paths and hosts are expected to.

Examples:
  go env -json > there.json               on the other machine
  burrow env diff there.json              here
  ssh build go env -json | burrow env diff -";

pub const HISTORY_EXAMPLES: &str = "\
Changes made by `go env -w`, an editor or a script are listed too. Passwords are never kept.

Examples:
  burrow env history
  burrow env history --json";

pub const UNDO_EXAMPLES: &str = "\
Only what that change did is taken back; a value that has moved since is a conflict, and is left alone.

Examples:
  burrow env undo                         the newest change that still stands
  burrow env undo --dry-run 12
  burrow env undo 12                      entry 12; taking back an undo does it again";

pub const SDK_EXAMPLES: &str = "\
Examples:
  burrow sdk list                         every toolchain, whoever installed it
  burrow sdk list --json                  for a script
  burrow sdk available                    what can be installed
  burrow sdk install 1.27                 the newest 1.27";

pub const INSTALL_EXAMPLES: &str = "\
A module of the proxy must have the hash that the checksum database has for it, an archive the SHA-256 of the Go project's list. Nothing appears before all of it is there; an interrupted download goes on where it stopped.

Examples:
  burrow sdk install latest               from GOPROXY, to where your other versions are, else ~/sdk
  burrow sdk install 1.26.6 --from go.dev
  burrow sdk install 1.27rc1 --to ~/try/go1.27rc1
  burrow sdk install 1.26.6 --to module-cache
  burrow sdk install 1.27 --dry-run       where it would come from, and go to";

pub const PROGRAMS_EXAMPLES: &str = "\
A program is built at the version it has, with the Go at hand, and takes the old one's place once it is whole.

Examples:
  burrow sdk programs
  burrow sdk programs rebuild stringer gopls
  burrow sdk programs rebuild --outdated  all that an older Go has built
  burrow sdk programs remove stringer     to the trash";

pub const REMOVE_EXAMPLES: &str = "\
What a package manager installed is not touched: the message says how to remove it. Exit status 3 when it is refused.

Examples:
  burrow sdk remove --dry-run 1.22.10     what would go, and which projects need it
  burrow sdk remove ~/sdk/go1.22.10       asks, then moves it to the trash
  burrow sdk remove --yes --purge 1.21.13 deletes it for good";

pub const USE_EXAMPLES: &str = "\
Everything is shown before it is done, and says whom it reaches and whom not. Before Go 1.21, go does not switch by name: then the link is the way.

Examples:
  burrow sdk use 1.26.6                   GOTOOLCHAIN=go1.26.6+auto in the GOENV file
  burrow sdk use --link 1.22              new terminals find the newest 1.22 that is here
  burrow sdk use --project 1.26.6         the toolchain line of this project
  burrow sdk use --dry-run ~/sdk/go1.19.8
  burrow sdk use --setting --none         no default any more
  burrow sdk use --undo                   take the last switch back";

pub const WHICH_EXAMPLES: &str = "\
What an ordinary command such as `go version` would run: the go on PATH, then GOTOOLCHAIN, then the lines of go.mod or go.work. Where nothing would run, the exit status is 1 and the reason is in go's own words.

Examples:
  burrow sdk which
  burrow sdk which -C ~/src/shop
  burrow sdk which --json | jq -r .toolchain";

pub const CACHE_EXAMPLES: &str = "\
Examples:
  burrow cache usage                      by kind
  burrow cache usage --by module          every version of every module
  burrow cache clean build --dry-run      what a cleaning would take
  burrow cache prune --projects ~/src     module versions that no project there needs
  burrow cache undo                       bring back the last cleaning";

pub const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  burrow completions bash > ~/.local/share/bash-completion/completions/burrow
  burrow completions zsh > \"${fpath[1]}/_burrow\"
  burrow completions fish > ~/.config/fish/completions/burrow.fish
  burrow completions powershell >> $PROFILE";

pub const VERIFY_EXAMPLES: &str = "\
Exit status 1 when something is damaged that go does not repair by itself.

Examples:
  burrow cache verify                     every module version that is in the module cache
  burrow cache verify --repair            delete what is damaged; go fetches it again when it needs it
  burrow cache verify --repair --fetch    the same, and let go download it now
  burrow cache verify --go-sum go.sum     also against what this go.sum says
  burrow cache verify --online            also asks the checksum database, where no go.sum tells
  burrow cache verify --json              for a script";

pub const QUARANTINE_EXAMPLES: &str = "\
What is cleaned lies in `.burrow-quarantine` beside its cache for seven days. Exit status 1 of `undo`: something new lies where an item was; both are kept.

Examples:
  burrow cache quarantine                 what can come back
  burrow cache undo                       the last cleaning comes back
  burrow cache purge --yes                all of it goes, and the disk has the space again";

pub const CLEAN_EXAMPLES: &str = "\
A plan comes first, and nothing goes that is not in it. What goes lies in quarantine until it is purged.

Examples:
  burrow cache clean build --dry-run      what `go clean -cache` would take, to the byte
  burrow cache clean build --safe --yes   only what was not used for a day: beside running builds
  burrow cache clean downloads            zips; what is unpacked still builds and verifies offline
  burrow cache clean test                 tests run again; nothing is deleted
  burrow cache clean modcache --purge     all of the module cache, for good
  burrow cache undo                       bring back the last cleaning";

pub const PRUNE_EXAMPLES: &str = "\
A version stays when a project builds with it, or names it in go.sum, go.work.sum or vendor/modules.txt.

Examples:
  burrow cache prune --projects ~/src --dry-run
  burrow cache prune --keep-days 30 --yes
  burrow cache prune --max-size 10GB      the oldest first, until the module cache is not larger";

pub const PROJECT_EXAMPLES: &str = "\
The exit status is 0 when it builds, perhaps after downloads, else 1. No server is asked.

Examples:
  burrow project             whether the project of this folder builds, and what is in the way
  burrow project ~/src/app   the same of another one
  burrow project --json      for a script
  burrow project warm        download what it needs
  burrow project team        what its team proposes";

pub const PROXY_EXAMPLES: &str = "\
Examples:
  burrow proxy                             the chain as Go sees it
  burrow proxy check                       how well the servers are that Go would ask
  burrow proxy route rsc.io/quote@v1.5.2   the way this version would go";

pub const CHECK_EXAMPLES: &str = "\
The exit status is 0 when all of them work, else 1. Passwords and tokens are never shown.

Examples:
  burrow proxy check                             the entries of GOPROXY, and the checksum database
  burrow proxy check https://goproxy.cn --timeout 3
  burrow proxy check --module git.corp/app       asks for a module of your own";

pub const BENCH_EXAMPLES: &str = "\
Asks servers on the internet. The exit status is 0 when one can be recommended, else 1. Nothing is switched.

Examples:
  burrow proxy bench                             with the go.sum of the project here
  burrow proxy bench -C ~/src/shop https://athens.corp
  burrow proxy bench --only https://a.corp https://b.corp
  burrow proxy bench --save fast                 keeps the recommended one as a profile";

pub const ROUTE_EXAMPLES: &str = "\
Nothing is asked without --live. Passwords and tokens are never shown.

Examples:
  burrow proxy route rsc.io/quote@v1.5.2
  burrow proxy route --live rsc.io/quote   asks, and shows each answer beside the forecast
  burrow proxy route --json git.corp/app@v1.0.0";

pub const PRIVATE_EXAMPLES: &str = "\
No server is asked. The exit status is 1 when an entry never matches, or a module that looks private would be shown to others.

Examples:
  burrow proxy private                               against the projects that Burrow knows
  burrow proxy private --projects ~/src
  burrow proxy private --try GOPRIVATE='*.corp.example'   before anything is written";

pub const CREDENTIALS_EXAMPLES: &str = "\
Names, passwords and tokens are never shown. Nothing is asked and nothing run without --check.

Examples:
  burrow proxy credentials git.corp.example
  burrow proxy credentials git.corp.example --check
  burrow proxy credentials github.com --check --module github.com/acme/lib";

pub const PROFILE_EXAMPLES: &str = "\
A profile names GOPROXY, GOSUMDB and what else belongs together. What it does not name stays as it is, so private patterns survive a switch of mirror.

Examples:
  burrow profile list                     which one is in effect is marked, whoever set it
  burrow profile apply goproxy.cn         the mirror, with the checksum database that goes with it
  burrow profile apply default            Go's own settings again
  burrow profile save office              the present settings, under a name
  burrow profile show office              beside what is in effect";

pub const PROFILE_APPLY_EXAMPLES: &str = "\
One change of the GOENV file, one entry of its history. Where the environment shadows it, that is said.

Examples:
  burrow profile apply --dry-run office
  burrow profile apply office
  burrow env undo                         take the switch back";

pub const PROFILE_SAVE_EXAMPLES: &str = "\
Examples:
  burrow profile save office              what is in effect now
  burrow profile save office --from-present=GOPROXY,GOPRIVATE
  burrow profile save home --set GOPROXY=https://goproxy.cn,direct --unset GOSUMDB
  burrow profile save office --note HTTPS_PROXY=http://proxy.corp:8080
  burrow profile save office --keychain --set GOPROXY=https://me:password@proxy.corp,direct";

pub const PROFILE_IMPORT_EXAMPLES: &str = "\
Nothing in the file is run, and a file with a password in it is refused. It is kept, not switched to.

Examples:
  burrow profile import --dry-run go-profile.toml
  burrow profile import --yes --as work go-profile.toml";

pub const PROFILE_EXPORT_EXAMPLES: &str = "\
Where a password belongs the file holds ***.

Examples:
  burrow profile export office            on standard output
  burrow profile export office go-profile.toml";

pub const DOCTOR_EXAMPLES: &str = "\
Looking changes nothing. The exit status is 1 when something is wrong (an error or a warning), so it can guard a script.

Examples:
  burrow doctor                           all that can be told at once, without asking a server
  burrow doctor --online                  also what only servers can tell
  burrow doctor --id module-damaged       one check; this one reads the whole module cache
  burrow doctor --fix goflags-invalid --dry-run
  burrow doctor --fix goflags-invalid     takes the first way out; `burrow env undo` takes it back
  burrow doctor --json | jq -r '.findings[].id'";

pub const WARM_EXAMPLES: &str = "\
Real go downloads, with your settings; neither go.mod nor go.sum is written. Stopped, it goes on next time.
Exit status 1 when a module did not come: what did not, from where, why, and what would mend it.

Examples:
  burrow project warm
  burrow project warm ~/src/app --json";

pub const TEAM_EXAMPLES: &str = "\
A `.burrow.toml` in the root of the repository proposes a profile, a toolchain and private patterns, and holds notes and links. It runs nothing and holds no secret; whatever in it is not understood refuses the whole file (exit status 3).

Examples:
  burrow project team                     what it proposes, and what of it is so already
  burrow project team --apply --dry-run   each change that following it would make
  burrow project team --apply
  burrow project team --write             make one out of what is in effect here";

pub const REPORT_EXAMPLES: &str = "\
Secrets are always masked. Nothing is sent anywhere.

Examples:
  burrow report                           everything that a maintainer would ask for, as text
  burrow report --markdown --mask-hosts   for a public issue: no private hosts, nor your name
  burrow report --json --output report.json";
