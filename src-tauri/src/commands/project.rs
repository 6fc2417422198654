//! The Projects page: what each project needs, downloads, builds, team files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use burrow_core::env::edit::PlanId;
use burrow_core::error::CoreError;
use burrow_core::project::team;
use burrow_core::project::warm::WarmError;
use burrow_core::task::{Ending, Made, Report, Task};
use burrow_core::workbench::Workbench;
use burrow_ipc::dto::app::Place;
use burrow_ipc::dto::job::Job;
use burrow_ipc::dto::project::Projects;
use burrow_ipc::dto::project_detail::{BuildView, ProjectDetail, WarmView};
use burrow_ipc::dto::team::{TeamDraft, TeamView};
use burrow_ipc::wire::{Running, Wire};
use tauri::State;

use super::sdk::absolute;
use crate::desk::{Answer, Desk};

/// The list, with what runs.
fn list(desk: &Desk, workbench: &Workbench, wire: &Wire) -> Projects {
    wire.projects(&workbench.projects(), &running(desk))
}

/// Downloads and builds that run.
fn running(desk: &Desk) -> Running {
    let mut jobs: BTreeMap<PathBuf, (Option<u64>, Option<u64>)> = BTreeMap::new();
    for report in desk.jobs().list().into_iter().filter(|report| report.ending.is_none()) {
        match &report.task {
            Task::Warm { project } => jobs.entry(project.clone()).or_default().0 = Some(report.id),
            Task::Build { project } => jobs.entry(project.clone()).or_default().1 = Some(report.id),
            _ => {}
        }
    }
    Running { jobs: jobs.into_iter().map(|(file, (warm, build))| (file, warm, build)).collect() }
}

/// The newest job of this work.
fn newest(desk: &Desk, task: &Task) -> Option<Report> {
    desk.jobs().list().into_iter().find(|report| report.task == *task)
}

/// The go.mod or go.work that counts for a project.
fn file(workbench: &Workbench, folder: &Path) -> Result<PathBuf, CoreError> {
    Ok(workbench.project(folder)?.file.path().to_path_buf())
}

/// The folder that the window was told of.
fn told(wire: &Wire, project: String) -> Result<PathBuf, CoreError> {
    wire.shown.find(&project).ok_or_else(|| CoreError::NoFolder(project.into()))
}

#[tauri::command]
pub async fn project_list(desk: State<'_, Desk>) -> Answer<Projects> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| list(&jobs, workbench, wire)).await
}

#[tauri::command]
pub async fn project_detail(desk: State<'_, Desk>, project: String) -> Answer<ProjectDetail> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let now = workbench.project(&told(wire, project)?)?;
        Ok::<ProjectDetail, CoreError>(wire.project_detail(&now, &running(&jobs)))
    })
    .await
}

#[tauri::command]
pub async fn project_add(desk: State<'_, Desk>, folder: String) -> Answer<Projects> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let folder = absolute(folder)?;
        // A go.mod that was dropped on the window stands for its folder.
        let is_file = folder.file_name().is_some_and(|name| name == "go.mod" || name == "go.work");
        let folder = folder.parent().filter(|_| is_file).unwrap_or(&folder);
        workbench.add_project_folder(folder)?;
        Ok::<Projects, CoreError>(list(&jobs, workbench, wire))
    })
    .await
}

#[tauri::command]
pub async fn project_remove(desk: State<'_, Desk>, folder: String) -> Answer<Projects> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        workbench.forget_project_folder(&told(wire, folder)?)?;
        Ok::<Projects, CoreError>(list(&jobs, workbench, wire))
    })
    .await
}

#[tauri::command]
pub async fn project_warm(desk: State<'_, Desk>, project: String) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        let folder = told(wire, project).map_err(|error| wire.problem(&error))?;
        let project = file(workbench, &folder).map_err(|error| wire.problem(&error))?;
        let task = Task::Warm { project };
        if let Some(running) = jobs.jobs().running(&task) {
            return Ok(wire.job(&running));
        }
        let wish = workbench.project_wish(&folder).map_err(|error| wire.problem(&error))?;
        let workbench = workbench.clone();
        let report = jobs.jobs().start(task, move |cancel, progress| {
            match workbench.warm_project(&wish, cancel, progress) {
                Ok(warmed) if warmed.cancelled => Ending::Cancelled,
                Ok(warmed) => Ending::Done(Made::Warmed(Box::new(warmed))),
                Err(WarmError::Cancelled(_)) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        Ok(wire.job(&report))
    })
    .await?
}

#[tauri::command]
pub async fn project_warm_view(desk: State<'_, Desk>, project: String) -> Answer<Option<WarmView>> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let folder = told(wire, project.clone())?;
        let task = Task::Warm { project: file(workbench, &folder)? };
        Ok::<Option<WarmView>, CoreError>(newest(&jobs, &task).map(|report| wire.warm(&report, &project)))
    })
    .await
}

#[tauri::command]
pub async fn project_build(desk: State<'_, Desk>, project: String) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.answer(move |workbench, wire| {
        let folder = told(wire, project).map_err(|error| wire.problem(&error))?;
        let project = file(workbench, &folder).map_err(|error| wire.problem(&error))?;
        let task = Task::Build { project };
        if let Some(running) = jobs.jobs().running(&task) {
            return Ok(wire.job(&running));
        }
        let wish = workbench.project_wish(&folder).map_err(|error| wire.problem(&error))?;
        let workbench = workbench.clone();
        let report = jobs.jobs().start(task, move |cancel, progress| {
            match workbench.build_project(&wish, cancel, progress) {
                Ok(built) if built.cancelled => Ending::Cancelled,
                Ok(built) => Ending::Done(Made::Built(built)),
                Err(WarmError::Cancelled(_)) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        Ok(wire.job(&report))
    })
    .await?
}

#[tauri::command]
pub async fn project_build_view(desk: State<'_, Desk>, project: String) -> Answer<Option<BuildView>> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let file = file(workbench, &told(wire, project)?)?;
        let report = newest(&jobs, &Task::Build { project: file.clone() });
        Ok::<_, CoreError>(report.map(|report| wire.build(&report, &workbench.build_output(&file))))
    })
    .await
}

#[tauri::command]
pub async fn project_team(desk: State<'_, Desk>, project: String) -> Answer<Option<TeamView>> {
    desk.try_answer(move |workbench, wire| {
        let folder = told(wire, project)?;
        Ok::<_, CoreError>(match team::find(&folder) {
            Ok(None) => None,
            Ok(Some(found)) => {
                let proposal = workbench.team_proposal(&folder, &found.team);
                Some(wire.team(&found.file, &found.team, &proposal))
            }
            Err(error) => Some(wire.team_refused(&folder.join(team::NAME), &error)),
        })
    })
    .await
}

#[tauri::command]
pub async fn project_team_keep(desk: State<'_, Desk>, project: String) -> Answer<()> {
    desk.try_answer(move |workbench, wire| {
        let folder = told(wire, project)?;
        if let Ok(Some(found)) = team::find(&folder) {
            workbench.keep_team_profile(&workbench.team_proposal(&folder, &found.team));
        }
        Ok::<_, CoreError>(())
    })
    .await
}

#[tauri::command]
pub async fn project_team_draft(desk: State<'_, Desk>, project: String) -> Answer<TeamDraft> {
    desk.try_answer(move |workbench, wire| {
        let (id, plan) = workbench.plan_team(&told(wire, project)?)?;
        Ok::<TeamDraft, CoreError>(wire.team_draft(&id, &plan))
    })
    .await
}

#[tauri::command]
pub async fn project_team_write(desk: State<'_, Desk>, draft: String) -> Answer<Place> {
    desk.try_answer(move |workbench, wire| {
        let file = workbench.write_team(&PlanId(draft))?;
        Ok::<Place, CoreError>(wire.file(&file))
    })
    .await
}
