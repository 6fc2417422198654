//! The Doctor page, what only its fixes do, and the report.

use burrow_core::env::edit::PlanId;
use burrow_core::error::CoreError;
use burrow_core::job::Cancelled;
use burrow_core::report::{NotWritten, json, markdown, plain, save};
use burrow_core::task::{Ending, Made, Report, Task};
use burrow_core::workbench::Workbench;
use burrow_ipc::dto::app::Place;
use burrow_ipc::dto::doctor::{Doctor, FixPlan, ReportForm, ReportView};
use burrow_ipc::dto::job::Job;
use burrow_ipc::wire::Wire;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_dialog::DialogExt;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn doctor_view(desk: State<'_, Desk>) -> Answer<Doctor> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| view(&jobs, workbench, wire)).await
}

/// The page, with the job of the slow checks.
fn view(desk: &Desk, workbench: &Workbench, wire: &Wire) -> Doctor {
    let slow = examining(desk).map(|report| report.id);
    wire.doctor(&workbench.doctor(), &workbench.proxies(), workbench.snapshot().revision, slow)
}

/// The slow checks that run.
fn examining(desk: &Desk) -> Option<Report> {
    let examines = |report: &Report| report.ending.is_none() && matches!(report.task, Task::Examine { .. });
    desk.jobs().list().into_iter().find(examines)
}

#[tauri::command]
pub async fn doctor_slow(desk: State<'_, Desk>, online: bool) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        let report = examining(&jobs).unwrap_or_else(|| {
            let workbench = workbench.clone();
            jobs.jobs().start(Task::Examine { online }, move |cancel, progress| {
                match workbench.examine_slowly(online, cancel, progress) {
                    Ok(findings) => Ending::Done(Made::Examined { findings }),
                    Err(Cancelled) => Ending::Cancelled,
                }
            })
        });
        wire.job(&report)
    })
    .await
}

#[tauri::command]
pub async fn doctor_plan(desk: State<'_, Desk>, finding: String, fix: String) -> Answer<FixPlan> {
    desk.try_answer(move |workbench, wire| {
        let (id, deed) = workbench.plan_deed(&finding, &fix)?;
        Ok::<FixPlan, CoreError>(wire.deed(&id, &deed))
    })
    .await
}

#[tauri::command]
pub async fn doctor_apply(desk: State<'_, Desk>, plan: String) -> Answer<String> {
    desk.try_answer(move |workbench, _| workbench.do_deed(&PlanId(plan)).map(|done| done.0)).await
}

#[tauri::command]
pub async fn doctor_undo(desk: State<'_, Desk>, done: String) -> Answer<()> {
    desk.try_answer(move |workbench, _| workbench.undo_deed(&PlanId(done))).await
}

#[tauri::command]
pub async fn report_view(desk: State<'_, Desk>, mask_hosts: bool) -> Answer<ReportView> {
    desk.answer(move |workbench, wire| report(workbench, wire, mask_hosts)).await
}

fn report(workbench: &Workbench, wire: &Wire, mask_hosts: bool) -> ReportView {
    let report = workbench.report(workbench.examination().as_ref(), mask_hosts, wire.lang);
    ReportView {
        text: plain(&report),
        markdown: markdown(&report),
        json: format!("{:#}", json(&report)),
        notes: Vec::new(),
    }
}

#[tauri::command]
pub async fn report_save<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    form: ReportForm,
    mask_hosts: bool,
) -> Answer<Option<Place>> {
    desk.try_answer(move |workbench, wire| {
        let made = report(workbench, wire, mask_hosts);
        let (name, text) = match form {
            ReportForm::Text => ("burrow-report.txt", made.text),
            ReportForm::Markdown => ("burrow-report.md", made.markdown),
            ReportForm::Json => ("burrow-report.json", made.json),
        };
        let picked = app.dialog().file().set_file_name(name).blocking_save_file();
        let Some(file) = picked.and_then(|file| file.into_path().ok()) else { return Ok(None) };
        save(&file, &text)?;
        Ok::<Option<Place>, NotWritten>(Some(wire.file(&file)))
    })
    .await
}
