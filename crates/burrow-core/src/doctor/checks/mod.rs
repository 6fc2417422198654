//! The table of checks. One file for each, or for a few that look at the same.

mod cache_network;
mod cache_over_budget;
mod cache_read_only;
mod cache_split;
mod cache_volatile;
mod cache_volume_full;
mod cgo_no_compiler;
mod clock_wrong;
mod credential_in_url;
mod credential_missing;
mod credential_refused;
mod desktop_differs;
mod env_lockout;
mod env_shadowed;
mod flags;
mod go111module_set;
mod go_multiple;
mod gobin_not_on_path;
mod goenv_rewritten;
mod goflags_harmful;
mod goflags_invalid;
mod goflags_vendor;
mod gopath;
mod goproxy_dead_hop;
mod goproxy_empty;
mod goproxy_gone;
mod goproxy_invalid;
mod goroot_stale;
mod http_proxy_ignored;
pub(in crate::doctor) mod logins;
mod module_damaged;
mod netrc_readable;
mod private_leak;
mod private_never_matches;
mod program_stale;
mod sumdb_off;
mod sumdb_unreachable;
mod tls_intercepted;
mod toolchain_unavailable;

use super::{CheckId, Finding, Seen, Skip};

/// How long a check takes, and whom it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speed {
    /// Milliseconds: it looks at settings and at a few files.
    Fast,
    /// It asks servers.
    Online,
    /// It reads much of the disk: only when it is named.
    Slow,
}

/// A row of the table. A check may have two: what it sees at once, and what only servers tell.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    pub id: CheckId,
    pub speed: Speed,
    /// Tells what is wrong.
    pub run: fn(&Seen) -> Result<Vec<Finding>, Skip>,
}

const fn fast(id: CheckId, run: fn(&Seen) -> Result<Vec<Finding>, Skip>) -> Check {
    Check { id, speed: Speed::Fast, run }
}

const fn online(id: CheckId, run: fn(&Seen) -> Result<Vec<Finding>, Skip>) -> Check {
    Check { id, speed: Speed::Online, run }
}

const fn slow(id: CheckId, run: fn(&Seen) -> Result<Vec<Finding>, Skip>) -> Check {
    Check { id, speed: Speed::Slow, run }
}

/// Every check.
pub const CHECKS: &[Check] = &[
    fast(CheckId::GoproxyEmpty, goproxy_empty::check),
    fast(CheckId::GoproxyInvalid, goproxy_invalid::check),
    fast(CheckId::GoproxyGone, goproxy_gone::check),
    online(CheckId::GoproxyDeadHop, goproxy_dead_hop::check),
    fast(CheckId::SumdbOff, sumdb_off::check),
    online(CheckId::SumdbUnreachable, sumdb_unreachable::check),
    fast(CheckId::PrivateNeverMatches, private_never_matches::check),
    fast(CheckId::PrivateLeak, private_leak::check),
    online(CheckId::CredentialMissing, credential_missing::check),
    online(CheckId::CredentialRefused, credential_refused::check),
    fast(CheckId::CredentialInUrl, credential_in_url::check),
    fast(CheckId::NetrcReadable, netrc_readable::check),
    fast(CheckId::HttpProxyIgnored, http_proxy_ignored::check),
    online(CheckId::TlsIntercepted, tls_intercepted::check),
    fast(CheckId::CacheVolumeFull, cache_volume_full::check),
    fast(CheckId::CacheReadOnly, cache_read_only::check),
    fast(CheckId::CacheVolatile, cache_volatile::check),
    fast(CheckId::CacheNetwork, cache_network::check),
    fast(CheckId::CacheOverBudget, cache_over_budget::check),
    fast(CheckId::CacheSplit, cache_split::check),
    slow(CheckId::ModuleDamaged, module_damaged::check),
    fast(CheckId::EnvShadowed, env_shadowed::check),
    fast(CheckId::EnvLockout, env_lockout::check),
    fast(CheckId::GoenvRewritten, goenv_rewritten::check),
    fast(CheckId::DesktopDiffers, desktop_differs::check),
    fast(CheckId::GorootStale, goroot_stale::check),
    fast(CheckId::GoMultiple, go_multiple::check),
    fast(CheckId::ToolchainUnavailable, toolchain_unavailable::check),
    fast(CheckId::ClockWrong, clock_wrong::behind),
    online(CheckId::ClockWrong, clock_wrong::against_servers),
    fast(CheckId::GoflagsInvalid, goflags_invalid::check),
    fast(CheckId::GoflagsHarmful, goflags_harmful::check),
    fast(CheckId::GoflagsVendor, goflags_vendor::check),
    fast(CheckId::CgoNoCompiler, cgo_no_compiler::check),
    fast(CheckId::GobinNotOnPath, gobin_not_on_path::check),
    fast(CheckId::ProgramStale, program_stale::check),
    fast(CheckId::GopathIsGoroot, gopath::is_goroot),
    fast(CheckId::GopathInModule, gopath::in_module),
    fast(CheckId::GopathInvalid, gopath::invalid),
    fast(CheckId::Go111moduleSet, go111module_set::check),
];
