//! The names of the checks: stable, for scripts and settings.

macro_rules! checks {
    ($($id:ident = $text:literal,)*) => {
        /// One check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CheckId {
            $($id,)*
        }

        impl CheckId {
            /// All of them, in the order in which they are listed.
            pub const ALL: &[CheckId] = &[$(CheckId::$id,)*];

            /// The stable name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(CheckId::$id => $text,)*
                }
            }
        }
    };
}

checks! {
    EnvShadowed = "env-shadowed",
    EnvLockout = "env-lockout",
    GoenvRewritten = "goenv-rewritten",
    DesktopDiffers = "desktop-differs",
    GorootStale = "goroot-stale",
    GoMultiple = "go-multiple",
    ToolchainUnavailable = "toolchain-unavailable",
    GoproxyEmpty = "goproxy-empty",
    GoproxyInvalid = "goproxy-invalid",
    GoproxyDeadHop = "goproxy-dead-hop",
    GoproxyGone = "goproxy-gone",
    SumdbOff = "sumdb-off",
    SumdbUnreachable = "sumdb-unreachable",
    PrivateNeverMatches = "private-never-matches",
    PrivateLeak = "private-leak",
    CredentialMissing = "credential-missing",
    CredentialRefused = "credential-refused",
    CredentialInUrl = "credential-in-url",
    NetrcReadable = "netrc-readable",
    HttpProxyIgnored = "http-proxy-ignored",
    TlsIntercepted = "tls-intercepted",
    ClockWrong = "clock-wrong",
    GoflagsInvalid = "goflags-invalid",
    GoflagsHarmful = "goflags-harmful",
    GoflagsVendor = "goflags-vendor",
    CgoNoCompiler = "cgo-no-compiler",
    GobinNotOnPath = "gobin-not-on-path",
    ProgramStale = "program-stale",
    CacheVolumeFull = "cache-volume-full",
    CacheReadOnly = "cache-read-only",
    CacheVolatile = "cache-volatile",
    CacheNetwork = "cache-network",
    CacheOverBudget = "cache-over-budget",
    CacheSplit = "cache-split",
    ModuleDamaged = "module-damaged",
    GopathIsGoroot = "gopath-is-goroot",
    GopathInModule = "gopath-in-module",
    GopathInvalid = "gopath-invalid",
    Go111moduleSet = "go111module-set",
}

impl CheckId {
    /// The check of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<CheckId> {
        CheckId::ALL.iter().copied().find(|id| id.as_str() == name)
    }
}
