//! Module proxies compared, and a profile of what is recommended.

use burrow_core::proxy::bench::{BenchError, NoCandidate};
use burrow_core::task::{Ending, Made, Task};
use burrow_ipc::dto::bench::{BenchView, BenchWish};
use burrow_ipc::dto::job::Job;
use burrow_ipc::dto::profile::Profiles;
use tauri::State;

use super::profile::list;
use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn proxy_bench(desk: State<'_, Desk>, wish: BenchWish) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let plan = workbench.bench_plan(&wish.into())?;
        // Two at once would take the line from each other.
        if let Some(running) = jobs.jobs().running(&Task::Bench) {
            jobs.jobs().cancel(running.id);
        }
        let workbench = workbench.clone();
        let report = jobs.jobs().start(Task::Bench, move |cancel, progress| {
            match workbench.bench(&plan, cancel, progress) {
                Ok(_) => Ending::Done(Made::Nothing),
                Err(BenchError::Cancelled(_)) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        Ok::<Job, NoCandidate>(wire.job(&report))
    })
    .await
}

#[tauri::command]
pub async fn proxy_bench_result(desk: State<'_, Desk>) -> Answer<Option<BenchView>> {
    desk.answer(|workbench, wire| workbench.bench_now().map(|now| wire.bench(&now))).await
}

#[tauri::command]
pub async fn proxy_bench_save(desk: State<'_, Desk>, name: String) -> Answer<Profiles> {
    desk.try_answer(move |workbench, wire| {
        if let Some(ready) = workbench.bench_profile(name.trim())? {
            workbench.keep_profile(&ready)?;
        }
        list(workbench, wire)
    })
    .await
}
