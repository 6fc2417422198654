//! The table `probe`: what the servers that go asks were like, for a sparkline. Kept for a week.

use std::time::Duration;

use rusqlite::params;

use super::{Store, StoreError};
use crate::proxy::probe::{Kind, Probed, Verdict};

/// How long a row is kept, in milliseconds.
pub const KEPT_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// What one probe found.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Unix ms.
    pub at: u64,
    pub verdict: Verdict,
    /// From the name to the last byte, or to the failure.
    pub took: Duration,
}

impl Store {
    /// Writes down what was found, and forgets what is older than a week. Rows of which nothing was asked leave no trace.
    ///
    /// # Errors
    /// The table cannot be written.
    pub fn add_probes(&self, found: &[Probed], at: u64) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let asked = |row: &&Probed| !matches!(row.verdict, Verdict::Off | Verdict::BadUrl);
        for row in found.iter().filter(asked) {
            transaction
                .prepare_cached("INSERT INTO probe (at, kind, url, verdict, ms) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    to_sql(at),
                    row.hop.kind.id(),
                    row.hop.shown,
                    row.verdict.id(),
                    row.took.as_secs_f64() * 1000.0
                ])?;
        }
        transaction.execute("DELETE FROM probe WHERE at < ?1", [to_sql(at.saturating_sub(KEPT_MS))])?;
        transaction.commit()?;
        Ok(())
    }

    /// What was found of a hop since a time (Unix ms), from the oldest to the newest. `url`: as it is shown.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn probes_of(&self, kind: Kind, url: &str, since: u64) -> Result<Vec<Past>, StoreError> {
        self.select(
            "SELECT at, verdict, ms FROM probe WHERE url = ?1 AND kind = ?2 AND at >= ?3 ORDER BY at, id",
            (kind, url, since),
        )
    }

    /// The newest of these, of those that this Burrow can read.
    ///
    /// # Errors
    /// The table cannot be read.
    pub fn last_probe_of(&self, kind: Kind, url: &str, since: u64) -> Result<Option<Past>, StoreError> {
        let newest = self.select(
            "SELECT at, verdict, ms FROM probe WHERE url = ?1 AND kind = ?2 AND at >= ?3
             ORDER BY at DESC, id DESC LIMIT 8",
            (kind, url, since),
        )?;
        Ok(newest.into_iter().next())
    }

    fn select(&self, sql: &str, (kind, url, since): (Kind, &str, u64)) -> Result<Vec<Past>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached(sql)?;
        let rows = select.query_map(params![url, kind.id(), to_sql(since)], |row| {
            let (at, verdict, ms): (i64, String, f64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((at, verdict, ms))
        })?;
        let rows: Vec<(i64, String, f64)> = rows.collect::<Result<_, _>>()?;
        let past = |(at, verdict, ms): (i64, String, f64)| {
            Some(Past {
                at: u64::try_from(at).unwrap_or(0),
                // A later Burrow may know more verdicts.
                verdict: Verdict::from_id(&verdict)?,
                took: Duration::try_from_secs_f64(ms / 1000.0).unwrap_or_default(),
            })
        };
        Ok(rows.into_iter().filter_map(past).collect())
    }
}

fn to_sql(time: u64) -> i64 {
    i64::try_from(time).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use bstr::BStr;
    use burrow_servers::broken::refused;
    use go_rules::environ::{Environ, Os};

    use super::*;
    use crate::job::Cancel;
    use crate::proxy::Settings;
    use crate::proxy::probe::{Ask, Hop, probe};
    use crate::store::open;

    fn found(list: &str) -> Vec<Probed> {
        let settings = Settings {
            environ: Environ::new(Os::host(), std::iter::empty()),
            goproxy: list.into(),
            gonoproxy: "".into(),
            gosumdb: "off".into(),
            gonosumdb: "".into(),
            goprivate: "".into(),
            govcs: "".into(),
            goauth: "".into(),
            gopath: None,
            gomodcache: None,
        };
        let ask = Ask { module: None, timeout: Duration::from_secs(5) };
        probe(&Hop::of_list(BStr::new(list), 0), &ask, &settings, &Cancel::new(), &|_, _| {}).unwrap()
    }

    #[test]
    fn what_was_found_is_kept_for_a_week_and_without_secrets() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(Some(dir.path())).0;
        let dead = refused();
        let rows = found(&format!("https://me:hushhush@{dead},off"));
        let url = format!("https://***@{dead}");
        let of = |store: &Store, since| store.probes_of(Kind::Proxy, &url, since).unwrap();
        store.add_probes(&rows, 1000).unwrap();
        store.add_probes(&rows, 2000).unwrap();
        drop(store);
        let store = open(Some(dir.path())).0;
        let kept = of(&store, 0);
        assert_eq!(kept.iter().map(|past| past.at).collect::<Vec<_>>(), [1000, 2000]);
        assert!(kept.iter().all(|past| past.verdict == Verdict::Refused && past.took > Duration::ZERO));
        assert_eq!(of(&store, 1500).len(), 1);
        assert_eq!(store.probes_of(Kind::Proxy, "off", 0).unwrap(), []);
        store.add_probes(&rows, 1500 + KEPT_MS).unwrap();
        assert_eq!(of(&store, 0).len(), 2);
        drop(store);
        for entry in std::fs::read_dir(dir.path()).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(!bytes.windows(8).any(|word| word == b"hushhush"), "{:?}", entry.path());
        }
    }
}
