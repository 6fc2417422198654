//! How much comes through: one zip of middling size, the same from everybody, one candidate after the other, so that
//! none takes the line from another.

use std::time::Instant;

use reqwest::Url;

use super::found::Download;
use super::measure::{Work, path};
use super::sample::Member;
use crate::proxy::url::below;

/// More of a zip is not waited for.
const MOST: u64 = 4 << 20;
/// The size that is looked for: a larger one costs more than it tells, a smaller one is over before it has begun.
const GOOD: u64 = 1 << 20;
/// So many zips are asked for their size.
const LOOKED_AT: usize = 6;

/// Of these modules the one whose zip has the best size, as somebody tells who has them.
pub(super) async fn choose(base: &Url, members: &[Member], work: &Work) -> Option<Member> {
    let mut best: Option<(u64, &Member)> = None;
    let whole = members.iter().filter(|member| member.whole);
    for member in whole.take(LOOKED_AT) {
        if work.cancel.is_cancelled() {
            return None;
        }
        let Some(path) = path(member, "zip") else { continue };
        let url = below(base, &path);
        let head = tokio::time::timeout(work.timeout, work.client.get(&url, None, &work.cancel)).await;
        let Ok(Ok(answer)) = head else { continue };
        let size = answer.total.unwrap_or(0).max(1);
        let off = if size > GOOD { size / GOOD } else { GOOD / size };
        if best.is_none_or(|(least, _)| off < least) {
            best = Some((off, member));
        }
    }
    best.map(|(_, member)| member.clone())
}

/// Downloads it from one candidate. `None`: it did not come.
pub(super) async fn download(base: &Url, member: &Member, work: &Work) -> Option<Download> {
    let url = below(base, &path(member, "zip")?);
    let begin = Instant::now();
    let coming = async {
        let mut answer = work.client.get(&url, None, &work.cancel).await.ok()?;
        if answer.is_web_page() {
            return None;
        }
        let mut bytes = 0;
        loop {
            match answer.chunk(&work.cancel).await {
                Ok(Some(chunk)) => bytes += u64::try_from(chunk.len()).ok()?,
                Ok(None) => return Some(Download { bytes, took: begin.elapsed(), cut: false }),
                Err(_) => return None,
            }
            // What is too slow for the time of one answer says enough by then.
            if bytes >= MOST || begin.elapsed() >= work.timeout {
                return Some(Download { bytes, took: begin.elapsed(), cut: true });
            }
        }
    };
    // The last piece may be long in coming.
    tokio::time::timeout(work.timeout * 2, coming).await.ok().flatten().filter(|download| download.bytes > 0)
}
