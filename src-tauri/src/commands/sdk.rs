//! The Toolchains page: seeing, switching, installing, removing.

use std::path::PathBuf;

use burrow_core::env::edit::PlanId;
use burrow_core::error::CoreError;
use burrow_core::job::Cancel;
use burrow_core::open::OpenError;
use burrow_core::sdk::install::InstallError;
use burrow_core::sdk::programs::{NotRemoved, RebuildError};
use burrow_core::sdk::remove::RemovalError;
use burrow_core::task::{Ending, Task};
use burrow_ipc::dto::job::Job;
use burrow_ipc::dto::sdk::{
    Destination, InstallWish, OfferSource, Offers, Programs, RemovalPlan, SwitchPlan, SwitchWish, Switched,
    Toolchains,
};
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn sdk_toolchains(desk: State<'_, Desk>) -> Answer<Toolchains> {
    desk.answer(|workbench, wire| wire.toolchains(&workbench.toolchains())).await
}

#[tauri::command]
pub async fn sdk_add_folder(desk: State<'_, Desk>, folder: String) -> Answer<Toolchains> {
    desk.try_answer(move |workbench, wire| {
        let folder = absolute(folder)?;
        workbench.add_sdk_folder(&folder).map(|now| wire.toolchains(&now))
    })
    .await
}

#[tauri::command]
pub async fn sdk_forget_folder(desk: State<'_, Desk>, folder: String) -> Answer<Toolchains> {
    desk.try_answer(move |workbench, wire| {
        let folder = wire.shown.find(&folder).ok_or(CoreError::NoFolder(folder.into()))?;
        workbench.forget_sdk_folder(&folder).map(|now| wire.toolchains(&now))
    })
    .await
}

/// A folder that a person has chosen or typed.
pub(super) fn absolute(folder: String) -> Result<PathBuf, CoreError> {
    let folder = PathBuf::from(folder);
    if folder.is_absolute() { Ok(folder) } else { Err(CoreError::NoFolder(folder)) }
}

#[tauri::command]
pub async fn sdk_plan_switch(desk: State<'_, Desk>, wish: SwitchWish) -> Answer<SwitchPlan> {
    desk.try_answer(move |workbench, wire| {
        let wish = wire.switch_wish(wish)?;
        workbench.plan_switch(&wish).map(|(id, plan)| wire.switch_plan(&id, &plan))
    })
    .await
}

#[tauri::command]
pub async fn sdk_apply_switch(desk: State<'_, Desk>, plan: String) -> Answer<Switched> {
    desk.try_answer(move |workbench, wire| {
        workbench.apply_switch(&PlanId(plan)).map(|made| wire.switched(&made))
    })
    .await
}

#[tauri::command]
pub async fn sdk_offer_sources(desk: State<'_, Desk>) -> Answer<Vec<OfferSource>> {
    desk.answer(|workbench, wire| {
        workbench.offer_sources().iter().map(|source| wire.offer_source(source)).collect()
    })
    .await
}

#[tauri::command]
pub async fn sdk_offers(desk: State<'_, Desk>, source: String) -> Answer<Offers> {
    desk.try_answer(move |workbench, wire| {
        workbench.offers(&source, &Cancel::new()).map(|(source, offers)| wire.offers(&source, &offers))
    })
    .await
}

#[tauri::command]
pub async fn sdk_destinations(desk: State<'_, Desk>, version: String) -> Answer<Vec<Destination>> {
    desk.answer(move |workbench, wire| {
        workbench.destinations(&version).iter().map(|place| wire.destination(place)).collect()
    })
    .await
}

#[tauri::command]
pub async fn sdk_install(desk: State<'_, Desk>, wish: InstallWish) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let InstallWish { version, source, destination } = wish;
        let wish = workbench.install_wish(&version, &source, &destination)?;
        let workbench = workbench.clone();
        let report = jobs.jobs().start(Task::Install { version }, move |cancel, progress| {
            match workbench.install(&wish, cancel, progress) {
                Ok(goroot) => Ending::made(Some(goroot)),
                Err(InstallError::Cancelled(_)) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        Ok::<Job, InstallError>(wire.job(&report))
    })
    .await
}

#[tauri::command]
pub async fn sdk_programs(desk: State<'_, Desk>) -> Answer<Programs> {
    desk.answer(|workbench, wire| wire.programs(&workbench.programs())).await
}

#[tauri::command]
pub async fn sdk_rebuild_program(desk: State<'_, Desk>, file: String) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let path = wire.shown.find(&file).ok_or(OpenError::NotShown(file))?;
        let program = workbench.program(&path)?;
        let (workbench, task) = (workbench.clone(), Task::Rebuild { program: program.name.clone() });
        let report = jobs.jobs().start(task, move |cancel, progress| {
            match workbench.rebuild_program(&program, cancel, progress) {
                Ok(rebuilt) => Ending::made(Some(rebuilt.path)),
                Err(RebuildError::Cancelled(_)) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        Ok::<Job, OpenError>(wire.job(&report))
    })
    .await
}

#[tauri::command]
pub async fn sdk_remove_program(desk: State<'_, Desk>, file: String) -> Answer<Programs> {
    desk.try_answer(move |workbench, wire| {
        let elsewhere = || NotRemoved::Elsewhere(PathBuf::from(&file));
        let path = wire.shown.find(&file).ok_or_else(elsewhere)?;
        workbench.remove_program(&path).map(|left| wire.programs(&left))
    })
    .await
}

#[tauri::command]
pub async fn sdk_plan_removal(desk: State<'_, Desk>, goroot: String) -> Answer<RemovalPlan> {
    desk.answer(move |workbench, wire| {
        let goroot = wire.goroot(goroot).map_err(|error| wire.problem(&error))?;
        let planned = workbench.plan_removal(&goroot, &Cancel::new());
        planned.map(|(id, plan)| wire.removal_plan(&id, &plan)).map_err(|error| wire.problem(&error))
    })
    .await?
}

#[tauri::command]
pub async fn sdk_remove(desk: State<'_, Desk>, plan: String) -> Answer<Job> {
    let jobs = desk.inner().clone();
    desk.try_answer(move |workbench, wire| {
        let plan = workbench.take_removal(&PlanId(plan))?;
        let version = plan.version.as_ref().map(ToString::to_string);
        let task = Task::Remove { version, goroot: plan.goroot.clone() };
        let workbench = workbench.clone();
        let report = jobs.jobs().start(task, move |cancel, progress| {
            match workbench.remove_sdk(&plan, cancel, progress) {
                Ok(removed) => Ending::made(removed.left),
                Err(RemovalError::Cancelled(_)) => Ending::Cancelled,
                Err(error) => Ending::failed(error),
            }
        });
        Ok::<Job, CoreError>(wire.job(&report))
    })
    .await
}
