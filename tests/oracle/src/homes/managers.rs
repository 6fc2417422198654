//! Where each manager puts a version, written down from what the managers do, not from what Burrow looks for.

/// One manager, or another of its layouts. In paths `{v}` is the version (`1.22.10`), `{mm}` its first two numbers,
/// `{p}` the platform (`linux-amd64`), `{P}` is `linux_amd64`.
#[derive(Debug)]
pub struct Manager {
    /// The name in Burrow's JSON.
    pub source: &'static str,
    /// Below the home, where no variable tells.
    pub usual: &'static str,
    pub moved: &'static [Moved],
    /// Links that it keeps to one of its versions, below the same root: they are ways too. Where the link is not the
    /// SDK itself, what follows `|` leads to it.
    pub links: &'static [Link],
    /// Files and folders beside a version that are no SDK, relative to it.
    pub beside: &'static [&'static str],
}

/// A variable that moves a manager's versions, others with their values that must be set with it, and where a version
/// then lies below the folder that the first one names.
type Moved = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// A link that a manager keeps.
#[derive(Debug)]
pub struct Link {
    /// Relative to the folder of the SDK.
    pub at: &'static str,
    /// What it leads to, relative to the folder of the SDK.
    pub to: &'static str,
    /// Below the link, the SDK.
    pub inner: &'static str,
}

pub const MANAGERS: &[Manager] = &[
    Manager {
        source: "golang-dl",
        usual: "sdk/go{v}",
        moved: &[],
        links: &[],
        beside: &["../flutter/bin/", "../notes.txt"],
    },
    Manager {
        source: "module-cache",
        usual: "go/pkg/mod/golang.org/toolchain@v0.0.1-go{v}.{p}",
        moved: &[
            ("GOMODCACHE", &[], "golang.org/toolchain@v0.0.1-go{v}.{p}"),
            ("GOPATH", &[], "pkg/mod/golang.org/toolchain@v0.0.1-go{v}.{p}"),
        ],
        links: &[],
        beside: &["../x/tools@v0.1.0/src/", "../../cache/download/golang.org/toolchain/@v/list"],
    },
    Manager {
        source: "gvm",
        usual: ".gvm/gos/go{v}",
        moved: &[("GVM_ROOT", &[], "gos/go{v}")],
        links: &[],
        beside: &["../../bin/", "../../src/"],
    },
    Manager {
        source: "goenv",
        usual: ".goenv/versions/{v}",
        moved: &[("GOENV_ROOT", &[], "versions/{v}")],
        links: &[],
        beside: &["../../bin/", "../../plugins/go-build/bin/", "../../src/"],
    },
    Manager {
        source: "asdf",
        usual: ".asdf/installs/golang/{v}/go",
        moved: &[("ASDF_DATA_DIR", &[], "installs/golang/{v}/go")],
        links: &[],
        beside: &["../bin/", "../packages/pkg/mod/", "../../../../installs/nodejs/20/bin/"],
    },
    Manager {
        source: "mise",
        usual: ".local/share/mise/installs/go/{v}",
        moved: &[
            ("MISE_DATA_DIR", &[], "installs/go/{v}"),
            ("XDG_DATA_HOME", &[], "mise/installs/go/{v}"),
            ("MISE_INSTALLS_DIR", &[], "go/{v}"),
        ],
        links: &[
            Link { at: "../latest", to: "./{v}", inner: "" },
            Link { at: "../{mm}", to: "./{v}", inner: "" },
        ],
        beside: &["../../node/20/bin/"],
    },
    // Before 2024.
    Manager {
        source: "mise",
        usual: ".local/share/mise/installs/go/{v}/go",
        moved: &[("MISE_DATA_DIR", &[], "installs/go/{v}/go")],
        links: &[Link { at: "../../latest", to: "./{v}", inner: "go" }],
        beside: &["../bin/", "../packages/pkg/"],
    },
    Manager {
        source: "mise",
        usual: ".local/share/rtx/installs/go/{v}",
        moved: &[("RTX_DATA_DIR", &[], "installs/go/{v}")],
        links: &[],
        beside: &[],
    },
    Manager {
        source: "g",
        usual: ".g/versions/{v}",
        moved: &[("G_HOME", &[("G_EXPERIMENTAL", "true")], "versions/{v}")],
        links: &[Link { at: "../../go", to: "{sdk}", inner: "" }],
        beside: &["../../downloads/", "../../bin/"],
    },
    Manager { source: "stefanmaric-g", usual: ".go/.versions/{v}", moved: &[], links: &[], beside: &[] },
    Manager {
        source: "gobrew",
        usual: ".gobrew/versions/{v}/go",
        moved: &[("GOBREW_ROOT", &[], ".gobrew/versions/{v}/go")],
        links: &[Link { at: "../../../current/go", to: "{sdk}", inner: "" }],
        beside: &["../../../bin/", "../../../downloads/"],
    },
    Manager {
        source: "jetbrains",
        usual: "go/go{v}",
        moved: &[("GOPATH", &[], "go{v}")],
        links: &[],
        beside: &["../bin/", "../src/", "../pkg/"],
    },
    Manager { source: "jetbrains", usual: "go/sdk/go{v}", moved: &[], links: &[], beside: &[] },
    Manager {
        source: "homebrew",
        usual: ".linuxbrew/Cellar/go/{v}/libexec",
        moved: &[("HOMEBREW_PREFIX", &[], "Cellar/go/{v}/libexec")],
        links: &[Link { at: "../../../../opt/go", to: "../Cellar/go/{v}", inner: "libexec" }],
        beside: &["../bin/", "../../../gopls/0.16/bin/"],
    },
    Manager {
        source: "homebrew",
        usual: ".linuxbrew/Cellar/go@{mm}/{v}/libexec",
        moved: &[("HOMEBREW_PREFIX", &[], "Cellar/go@{mm}/{v}/libexec")],
        links: &[Link { at: "../../../../opt/go@{mm}", to: "../Cellar/go@{mm}/{v}", inner: "libexec" }],
        beside: &["../bin/"],
    },
    Manager {
        source: "nix",
        usual: ".nix-profile/share/go",
        moved: &[("NIX_PROFILES", &[], "share/go")],
        links: &[],
        beside: &["../../bin/"],
    },
    Manager { source: "system", usual: "go{v}", moved: &[], links: &[], beside: &[] },
    Manager { source: "system", usual: ".local/go", moved: &[], links: &[], beside: &[] },
];
