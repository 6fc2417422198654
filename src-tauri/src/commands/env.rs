//! The Environment page: seeing, planning, changing.

use burrow_core::env::edit::PlanId;
use burrow_ipc::dto::env::{
    Applied, Comparison, ContextChoice, CopyForm, Draft, Environment, HistoryEntry, Plan, Reference,
};
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn env_snapshot(desk: State<'_, Desk>) -> Answer<Environment> {
    desk.answer(|workbench, wire| wire.environment(&workbench.snapshot())).await
}

#[tauri::command]
pub async fn env_look(desk: State<'_, Desk>, choice: ContextChoice) -> Answer<Environment> {
    desk.try_answer(|workbench, wire| workbench.look(choice.into()).map(|now| wire.environment(&now))).await
}

#[tauri::command]
pub async fn env_refresh(desk: State<'_, Desk>) -> Answer<Environment> {
    desk.answer(|workbench, wire| wire.environment(&workbench.refresh())).await
}

#[tauri::command]
pub async fn env_reference(desk: State<'_, Desk>) -> Answer<Vec<Reference>> {
    desk.answer(|workbench, wire| workbench.reference(wire.lang).into_iter().map(Into::into).collect()).await
}

#[tauri::command]
pub async fn env_plan(desk: State<'_, Desk>, draft: Draft) -> Answer<Plan> {
    desk.try_answer(|workbench, wire| workbench.plan(&draft.into()).map(|plan| wire.plan(&plan))).await
}

#[tauri::command]
pub async fn env_apply(desk: State<'_, Desk>, plan: String) -> Answer<Applied> {
    desk.try_answer(|workbench, wire| workbench.apply(&PlanId(plan)).map(|applied| wire.applied(&applied)))
        .await
}

#[tauri::command]
pub async fn env_text(desk: State<'_, Desk>) -> Answer<Option<String>> {
    desk.try_answer(|workbench, _| workbench.goenv_text().map(|text| text.map(|t| t.to_string()))).await
}

#[tauri::command]
pub async fn env_history(desk: State<'_, Desk>) -> Answer<Vec<HistoryEntry>> {
    desk.answer(|workbench, wire| workbench.history().iter().map(|e| wire.history_entry(e)).collect()).await
}

#[tauri::command]
pub async fn env_compare(desk: State<'_, Desk>, text: String) -> Answer<Comparison> {
    desk.try_answer(move |workbench, _| workbench.compare(&text).map(Into::into)).await
}

#[tauri::command]
pub async fn env_copy_forms(desk: State<'_, Desk>, name: String) -> Answer<Vec<CopyForm>> {
    desk.try_answer(move |workbench, _| {
        workbench.copy_forms(&name).map(|forms| forms.into_iter().map(Into::into).collect())
    })
    .await
}
