//! The Proxies page: the chain, its health, and the way of a module.

use burrow_ipc::dto::proxy::{ProxyTarget, ProxyView};
use burrow_ipc::dto::route::ModuleRoute;
use tauri::State;

use crate::desk::{Answer, Desk};

#[tauri::command]
pub async fn proxy_view(desk: State<'_, Desk>) -> Answer<ProxyView> {
    desk.answer(|workbench, wire| wire.proxies(&workbench.proxies())).await
}

#[tauri::command]
pub async fn proxy_watch(desk: State<'_, Desk>, on: bool) -> Answer<()> {
    desk.answer(move |workbench, _| workbench.watch_proxies(on)).await
}

#[tauri::command]
pub async fn proxy_test(desk: State<'_, Desk>, target: ProxyTarget) -> Answer<()> {
    desk.answer(move |workbench, _| workbench.test_proxies(target.into())).await
}

#[tauri::command]
pub async fn proxy_stop(desk: State<'_, Desk>) -> Answer<()> {
    desk.answer(|workbench, _| workbench.stop_proxies()).await
}

#[tauri::command]
pub async fn proxy_route(desk: State<'_, Desk>, module: String, live: bool) -> Answer<ModuleRoute> {
    desk.try_answer(move |workbench, wire| {
        workbench.module_route(module.trim(), live).map(|gone| wire.module_route(&gone))
    })
    .await
}
