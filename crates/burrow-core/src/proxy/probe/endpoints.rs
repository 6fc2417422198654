//! What a module proxy offers besides its lists: asked only when somebody wants to know, each question within a
//! deadline of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bstr::ByteSlice;
use go_rules::module;
use go_rules::sumdb::setting::Database;
use reqwest::Url;
use tokio::task::JoinSet;

use super::hop::{Hop, Target};
use super::judge;
use super::question::{Answer, Read, ask as question};
use super::run::{Ask, LIST, ProbeError, Work, in_time, total};
use super::trace::Trace;
use super::verdict::{Fault, Verdict};
use crate::job::Cancel;
use crate::proxy::settings::Settings;
use crate::proxy::url::below;

/// A question of the GOPROXY protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Endpoint {
    /// `@v/list`
    List,
    /// `@latest`, which a proxy need not have.
    Latest,
    /// `@v/<version>.info`
    Info,
    /// `@v/<version>.mod`
    Mod,
    /// `@v/<version>.zip`, of which only the head is waited for.
    Zip,
    /// `sumdb/<name>/supported`
    Sumdb,
    /// `golang.org/toolchain/@v/list`, of which only the head is waited for.
    Toolchains,
}

impl Endpoint {
    /// Stable, for scripts.
    pub fn id(self) -> &'static str {
        match self {
            Endpoint::List => "list",
            Endpoint::Latest => "latest",
            Endpoint::Info => "info",
            Endpoint::Mod => "mod",
            Endpoint::Zip => "zip",
            Endpoint::Sumdb => "sumdb",
            Endpoint::Toolchains => "toolchains",
        }
    }
}

/// Whether a proxy answers a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    pub endpoint: Endpoint,
    pub verdict: Verdict,
    pub status: Option<u16>,
    pub took: Duration,
}

/// Asks each of the rows that is a server everything; empty for the others. The order is that of the rows.
///
/// # Errors
/// [`ProbeError`].
pub fn endpoints(
    hops: &[Hop],
    ask: &Ask,
    settings: &Settings,
    cancel: &Cancel,
) -> Result<Vec<Vec<Support>>, ProbeError> {
    let work = Arc::new(Work::of(ask, settings)?);
    let database =
        Database::of(settings.gosumdb.as_bstr()).ok().map(|database| database.key.name().to_owned());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .map_err(|error| ProbeError::Means(error.to_string()))?;
    let all = runtime.block_on(async {
        let mut rows = JoinSet::new();
        for (at, hop) in hops.iter().enumerate() {
            if let Target::Server(url) = &hop.target {
                let (url, work, database) = (url.clone(), Arc::clone(&work), database.clone());
                rows.spawn(async move { (at, of_one(url, work, database).await) });
            }
        }
        let mut all = vec![Vec::new(); hops.len()];
        while let Some(done) = cancel.race(rows.join_next()).await? {
            if let Ok((at, found)) = done {
                all[at] = found;
            }
        }
        Ok(all)
    });
    runtime.shutdown_background();
    all
}

async fn of_one(url: Url, work: Arc<Work>, database: Option<String>) -> Vec<Support> {
    let module = work.module.clone();
    let (list, newest) =
        one(Endpoint::List, below(&url, &work.list()), Read::Whole(LIST), &work, judge::list).await;
    let (latest, named) = one(
        Endpoint::Latest,
        below(&url, &format!("{module}/@latest")),
        Read::Whole(LIST),
        &work,
        judge::info,
    )
    .await;
    let mut all = vec![list, latest];
    let mut besides = JoinSet::new();
    let mut also = |endpoint: Endpoint, path: String, read: Read, judge: fn(&Answer) -> Result<(), Fault>| {
        let (url, work) = (below(&url, &path), Arc::clone(&work));
        besides.spawn(async move { one(endpoint, url, read, &work, judge).await.0 });
    };
    let version = newest.flatten().or(named).and_then(|text| module::escape_version(text.as_bytes()).ok());
    if let Some(version) = version {
        let file = |kind: &str| format!("{module}/@v/{version}.{kind}");
        also(Endpoint::Info, file("info"), Read::Whole(LIST), |answer| judge::info(answer).map(drop));
        also(Endpoint::Mod, file("mod"), Read::Whole(LIST), judge::file);
        also(Endpoint::Zip, file("zip"), Read::Head, judge::file);
    }
    if let Some(name) = database {
        also(Endpoint::Sumdb, format!("sumdb/{name}/supported"), Read::Head, judge::file);
    }
    also(Endpoint::Toolchains, "golang.org/toolchain/@v/list".into(), Read::Head, judge::file);
    while let Some(done) = besides.join_next().await {
        all.extend(done);
    }
    all.sort_by_key(|support| support.endpoint);
    all
}

/// One question, with what its answer says.
async fn one<T: Send + 'static>(
    endpoint: Endpoint,
    url: Url,
    read: Read,
    work: &Arc<Work>,
    judge: fn(&Answer) -> Result<T, Fault>,
) -> (Support, Option<T>) {
    let deadline = Instant::now() + work.timeout;
    let trace = Arc::new(Trace::default());
    let asking = {
        let (work, trace) = (Arc::clone(work), Arc::clone(&trace));
        async move { judge(&question(&url, read, &work.means, &trace).await?) }
    };
    let found = in_time(deadline, &trace, asking).await;
    let seen = trace.read();
    let (verdict, status) = match &found {
        Ok(_) => (Verdict::Ok, seen.status),
        Err(fault) => (fault.verdict, fault.status),
    };
    (Support { endpoint, verdict, status, took: total(&seen.phases) }, found.ok())
}

#[cfg(test)]
mod tests {
    use bstr::BStr;
    use burrow_servers::modules::{Module, serve};
    use burrow_servers::{Reply, Server};
    use go_rules::environ::{Environ, Os};

    use super::*;

    fn asked(server: &Server) -> Vec<(&'static str, &'static str)> {
        let settings = Settings {
            environ: Environ::new(Os::host(), std::iter::empty()),
            goproxy: server.url().into(),
            gonoproxy: "".into(),
            gosumdb: "sum.golang.org".into(),
            gonosumdb: "".into(),
            goprivate: "".into(),
            govcs: "".into(),
            goauth: "".into(),
            gopath: None,
            gomodcache: None,
        };
        let ask = Ask { module: Some("example.com/M".into()), timeout: Duration::from_secs(5) };
        let hops = Hop::of_list(BStr::new(&server.url()), 0);
        let mut all = endpoints(&hops, &ask, &settings, &Cancel::new()).unwrap();
        all.remove(0).into_iter().map(|support| (support.endpoint.id(), support.verdict.id())).collect()
    }

    #[test]
    fn each_question_of_the_protocol_has_its_own_answer() {
        let server = Server::start();
        serve(&[Module::new("example.com/M", "v1.0.0")], &server, "");
        let missing = "not-a-proxy";
        assert_eq!(
            asked(&server),
            [
                ("list", "ok"),
                ("latest", "ok"),
                ("info", "ok"),
                ("mod", "ok"),
                ("zip", "ok"),
                ("sumdb", missing),
                ("toolchains", missing)
            ]
        );
        server.file("/sumdb/sum.golang.org/supported", "");
        server.file("/golang.org/toolchain/@v/list", "v0.0.1-go1.21.0.linux-amd64\n");
        server.route("/example.com/%21m/@latest", Reply::Status(500, "text/plain", Vec::new()));
        server.route("/example.com/%21m/@v/v1.0.0.info", Reply::Status(200, "text/plain", b"{}".to_vec()));
        server.route("/example.com/%21m/@v/v1.0.0.zip", Reply::Status(403, "text/plain", Vec::new()));
        assert_eq!(
            asked(&server),
            [
                ("list", "ok"),
                ("latest", "server-error"),
                ("info", missing),
                ("mod", "ok"),
                ("zip", "forbidden"),
                ("sumdb", "ok"),
                ("toolchains", "ok")
            ]
        );
    }
}
