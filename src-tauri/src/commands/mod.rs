//! The commands of the window: DTO in, core call, DTO out. The table is `burrow_ipc::commands::COMMANDS`.

mod app;
mod bench;
mod cache;
mod doctor;
mod env;
mod job;
mod private;
mod profile;
mod project;
mod proxy;
mod sdk;
mod welcome;

pub(crate) use app::first;
pub(crate) use cache::clean_by_itself;

/// The commands by name, in two forms: as Tauri's handler and as a list that the tests compare with the table.
macro_rules! commands {
    ($($topic:ident::$name:ident),+ $(,)?) => {
        /// Every command that the handler knows.
        pub const REGISTERED: &[&str] = &[$(stringify!($name)),+];

        /// Answers the window.
        pub fn handler<R: tauri::Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($topic::$name),+]
        }
    };
}

commands![
    app::app_state,
    app::app_set_settings,
    app::app_open_place,
    app::app_open_link,
    app::app_pick_folder,
    app::app_painted,
    env::env_snapshot,
    env::env_look,
    env::env_refresh,
    env::env_reference,
    env::env_plan,
    env::env_apply,
    env::env_text,
    env::env_history,
    env::env_compare,
    env::env_copy_forms,
    sdk::sdk_toolchains,
    sdk::sdk_add_folder,
    sdk::sdk_forget_folder,
    sdk::sdk_plan_switch,
    sdk::sdk_apply_switch,
    sdk::sdk_plan_removal,
    sdk::sdk_remove,
    sdk::sdk_offer_sources,
    sdk::sdk_offers,
    sdk::sdk_destinations,
    sdk::sdk_install,
    sdk::sdk_programs,
    sdk::sdk_rebuild_program,
    sdk::sdk_remove_program,
    cache::cache_caches,
    cache::cache_rows,
    cache::cache_watch,
    cache::cache_measure,
    cache::cache_plan,
    cache::cache_plan_items,
    cache::cache_clean,
    cache::cache_undo,
    cache::cache_purge,
    cache::cache_verify,
    cache::cache_damage,
    cache::cache_repair,
    cache::cache_set_budget,
    cache::cache_set_grace,
    cache::cache_add_folder,
    cache::cache_forget_folder,
    proxy::proxy_view,
    proxy::proxy_watch,
    proxy::proxy_test,
    proxy::proxy_stop,
    proxy::proxy_route,
    bench::proxy_bench,
    bench::proxy_bench_result,
    bench::proxy_bench_save,
    private::private_view,
    private::private_check,
    private::credentials_of,
    private::credentials_check,
    profile::profile_list,
    profile::profile_plan,
    profile::profile_check,
    profile::profile_keep,
    profile::profile_delete,
    profile::profile_read,
    profile::profile_open,
    profile::profile_import,
    profile::profile_export,
    profile::profile_save_as,
    project::project_list,
    project::project_detail,
    project::project_add,
    project::project_remove,
    project::project_warm,
    project::project_warm_view,
    project::project_build,
    project::project_build_view,
    project::project_team,
    project::project_team_keep,
    project::project_team_draft,
    project::project_team_write,
    doctor::doctor_view,
    doctor::doctor_slow,
    doctor::doctor_plan,
    doctor::doctor_apply,
    doctor::doctor_undo,
    doctor::report_view,
    doctor::report_save,
    welcome::welcome_due,
    welcome::welcome_state,
    welcome::welcome_test,
    welcome::welcome_done,
    job::job_list,
    job::job_cancel,
    job::job_dismiss,
];
