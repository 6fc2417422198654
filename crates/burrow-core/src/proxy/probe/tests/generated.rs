//! Lists made by chance of servers of every kind: each hop has its verdict, whatever stands beside it, and the whole
//! is over in time.

use burrow_servers::pace::Pace;
use burrow_servers::zoo::{Case, Zoo};

use super::*;

/// The same sequence for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn every_hop_of_a_list_has_its_own_verdict_whatever_stands_beside_it() {
    let zoo = Zoo::start();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &zoo.pem).unwrap();
    let trust = file.path().display().to_string();
    // Windows asks a closed port three times before it says so.
    let timeout = Duration::from_millis(if cfg!(windows) { 5000 } else { 1500 });
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut met = std::collections::HashSet::new();
    for round in 0..10 {
        // The first rounds meet each of them.
        let cases: Vec<&Case> = match round {
            0 | 1 => zoo.cases.iter().skip(round * 32).take(32).collect(),
            _ => (0..=chance.below(32)).map(|_| &zoo.cases[chance.below(zoo.cases.len())]).collect(),
        };
        let mut list = String::new();
        for case in &cases {
            list.push_str(&case.url);
            list.push(if chance.below(2) == 0 { ',' } else { '|' });
        }
        let (pace, begin) = (Pace::start(), Instant::now());
        let rows = probed(&list, timeout, &[("SSL_CERT_FILE", &trust)]);
        let over = begin.elapsed().saturating_sub(timeout);
        assert!(over < Duration::from_millis(100) + pace.allowance(), "round {round}: {over:?} too late");
        assert_eq!(rows.len(), cases.len());
        for (row, case) in rows.iter().zip(&cases) {
            assert_eq!((row.verdict.id(), row.status), (case.verdict, case.status), "{}: {row:?}", case.name);
            assert!(!format!("{row:?}").contains("hush"), "{row:?}");
            met.insert(case.name);
        }
    }
    assert_eq!(met.len(), zoo.cases.len());
}
