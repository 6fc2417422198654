//! The command table: every command of the window with its arguments and its answer. `src-tauri` implements it,
//! the TypeScript client is generated from it, and a test compares both.

/// One command: name, arguments as TypeScript, answer as TypeScript. Every command may reject with a `Problem`.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    pub name: &'static str,
    pub args: &'static [(&'static str, &'static str)],
    pub answer: &'static str,
}

const fn c(
    name: &'static str,
    args: &'static [(&'static str, &'static str)],
    answer: &'static str,
) -> Command {
    Command { name, args, answer }
}

/// Events go the other way: `changed` carries a `Changed`, `job` a `Job`, `dropped` paths.
pub const COMMANDS: &[Command] = &[
    c("app_state", &[], "AppState"),
    c("app_set_settings", &[("settings", "Settings")], "AppState"),
    // Opens a file in the person's editor (at the line where it can), a folder in the file manager.
    c("app_open_place", &[("file", "string"), ("line", "number | null")], "null"),
    // Opens one of Go's documentation pages (a `Reference.link`) in the browser.
    c("app_open_link", &[("link", "string")], "null"),
    // The system's folder dialog; null when cancelled.
    c("app_pick_folder", &[], "string | null"),
    // The first meaningful paint is done (for the start-up benchmark).
    c("app_painted", &[], "null"),
    c("env_snapshot", &[], "Environment"),
    c("env_look", &[("choice", "ContextChoice")], "Environment"),
    // Asks everything anew: after focus when watching is not possible.
    c("env_refresh", &[], "Environment"),
    c("env_reference", &[], "Reference[]"),
    c("env_plan", &[("draft", "Draft")], "Plan"),
    c("env_apply", &[("plan", "string")], "Applied"),
    // The GOENV file as text, secrets masked; null when there is none.
    c("env_text", &[], "string | null"),
    c("env_history", &[], "HistoryEntry[]"),
    c("env_compare", &[("text", "string")], "Comparison"),
    c("env_copy_forms", &[("name", "string")], "CopyForm[]"),
    c("sdk_toolchains", &[], "Toolchains"),
    // Looks for toolchains in one more folder, or no longer in it.
    c("sdk_add_folder", &[("folder", "string")], "Toolchains"),
    c("sdk_forget_folder", &[("folder", "string")], "Toolchains"),
    c("sdk_plan_switch", &[("wish", "SwitchWish")], "SwitchPlan"),
    c("sdk_apply_switch", &[("plan", "string")], "Switched"),
    c("sdk_plan_removal", &[("goroot", "string")], "RemovalPlan"),
    c("sdk_remove", &[("plan", "string")], "Job"),
    c("sdk_offer_sources", &[], "OfferSource[]"),
    // Asks the network. `source`: an `OfferSource.id`, or the address of a mirror.
    c("sdk_offers", &[("source", "string")], "Offers"),
    c("sdk_destinations", &[("version", "string")], "Destination[]"),
    c("sdk_install", &[("wish", "InstallWish")], "Job"),
    c("sdk_programs", &[], "Programs"),
    c("sdk_rebuild_program", &[("file", "string")], "Job"),
    c("sdk_remove_program", &[("file", "string")], "Programs"),
    // Answers at once, by what was remembered; begins nothing.
    c("cache_caches", &[], "Caches"),
    c("cache_rows", &[], "CacheRows"),
    // The page is on the screen, or no longer: from then on the figures follow what builds write. Measures what nobody
    // has measured yet.
    c("cache_watch", &[("on", "boolean")], "null"),
    // Measures everything anew.
    c("cache_measure", &[], "Job"),
    c("cache_plan", &[("wish", "CleanWish")], "CleanPlan"),
    // Items of one group of a plan (`group`: its index), the largest first, 500 at most, from this one on.
    c("cache_plan_items", &[("plan", "string"), ("group", "number"), ("from", "number")], "CleanItem[]"),
    // `purge`: nothing is kept for undo. `wait`: begins when no program of Go is running any more.
    c("cache_clean", &[("plan", "string"), ("purge", "boolean"), ("wait", "boolean")], "Job"),
    c("cache_undo", &[("cleaning", "string")], "Job"),
    // Null: all of them.
    c("cache_purge", &[("cleaning", "string | null")], "Job"),
    // `online`: asks the checksum database too.
    c("cache_verify", &[("online", "boolean")], "Job"),
    // What the last check found; null: there was none.
    c("cache_damage", &[], "CacheDamage | null"),
    // `fetch`: has go fetch what was deleted.
    c("cache_repair", &[("fetch", "boolean")], "Job"),
    c("cache_set_budget", &[("cache", "CacheId"), ("budget", "Budget | null")], "Caches"),
    c("cache_set_grace", &[("days", "number")], "Caches"),
    // Looks for projects in one more folder, or no longer in it.
    c("cache_add_folder", &[("folder", "string")], "Caches"),
    c("cache_forget_folder", &[("folder", "string")], "Caches"),
    // Answers at once, by what is known; asks no server.
    c("proxy_view", &[], "ProxyView"),
    // The page is on the screen, or no longer: what was not tested for a while is tested once.
    c("proxy_watch", &[("on", "boolean")], "null"),
    // Tests again. Answers at once; results come one by one with the topic `proxies`.
    c("proxy_test", &[("target", "ProxyTarget")], "null"),
    // Ends all tests, a way that is being gone, and the asking for credentials.
    c("proxy_stop", &[], "null"),
    // `module`: MODULE or MODULE@VERSION. `live`: asks the servers too; a later call ends an earlier one.
    c("proxy_route", &[("module", "string"), ("live", "boolean")], "ModuleRoute"),
    // Compares module proxies; ends a comparison that is going on.
    c("proxy_bench", &[("wish", "BenchWish")], "Job"),
    // The last comparison, also while it goes on; null: there was none.
    c("proxy_bench_result", &[], "BenchView | null"),
    // Keeps its recommendation as a profile of this name.
    c("proxy_bench_save", &[("name", "string")], "Profiles"),
    // The private patterns against the modules of the known projects. Reads go.mod and go.sum files; asks no server.
    c("private_view", &[], "PrivateView"),
    // The same with other values, which nobody has written. To write them: `env_plan`.
    c("private_check", &[("drafts", "PatternDraft[]")], "PrivateView"),
    c("credentials_of", &[("host", "string")], "CredentialsView"),
    // Asks the host, without credentials and with them; runs what GOAUTH names, and git. `proxy_stop` ends it.
    c("credentials_check", &[("host", "string")], "CredentialsChecked"),
    c("profile_list", &[], "Profiles"),
    // The preview of a switch. May ask the keychain, and that may ask the person.
    c("profile_plan", &[("name", "string")], "ProfilePlan"),
    // What `profile_keep` would keep.
    c("profile_check", &[("wish", "ProfileWish")], "ProfileChecked"),
    c("profile_keep", &[("wish", "ProfileWish")], "Profiles"),
    c("profile_delete", &[("name", "string")], "Profiles"),
    // A file's text; the second asks for the file with the system's dialog (null when cancelled).
    c("profile_read", &[("text", "string")], "ProfileImport"),
    c("profile_open", &[], "ProfileImport | null"),
    // Keeps what such a text says.
    c("profile_import", &[("text", "string")], "Profiles"),
    // As the text of a file; the second asks where to put it (null when cancelled).
    c("profile_export", &[("name", "string")], "string"),
    c("profile_save_as", &[("name", "string")], "Place | null"),
    // Answers at once, by what is known; the first time, the looking begins with it. `project`: a `ProjectRow.folder.file`.
    c("project_list", &[], "Projects"),
    c("project_detail", &[("project", "string")], "ProjectDetail"),
    // Looks for projects in one more folder (or names a single go.mod or go.work), or no longer in it.
    c("project_add", &[("folder", "string")], "Projects"),
    c("project_remove", &[("folder", "string")], "Projects"),
    // Has go download what it needs.
    c("project_warm", &[("project", "string")], "Job"),
    // The download that runs, or the last one; null: there was none.
    c("project_warm_view", &[("project", "string")], "WarmView | null"),
    // `go build ./...`
    c("project_build", &[("project", "string")], "Job"),
    c("project_build_view", &[("project", "string")], "BuildView | null"),
    // What the team's file proposes; null: there is none.
    c("project_team", &[("project", "string")], "TeamView | null"),
    // Its settings were applied: the profile is kept among the person's, unless there is one of that name.
    c("project_team_keep", &[("project", "string")], "null"),
    // One made of what is in effect here. Writes nothing; the second writes what it showed.
    c("project_team_draft", &[("project", "string")], "TeamDraft"),
    c("project_team_write", &[("draft", "string")], "Place"),
    // Answers at once, by what is known; the first time, the fast checks begin with it.
    c("doctor_view", &[], "Doctor"),
    // The slow checks; `online`: those too that ask servers.
    c("doctor_slow", &[("online", "boolean")], "Job"),
    // Of a fix that opens as `deed`: what it would do, and doing it.
    c("doctor_plan", &[("finding", "string"), ("fix", "string")], "FixPlan"),
    c("doctor_apply", &[("plan", "string")], "string"),
    // Takes back what `doctor_apply` did, by its answer.
    c("doctor_undo", &[("done", "string")], "null"),
    // For a bug report. `maskHosts`: names of private hosts are masked too.
    c("report_view", &[("maskHosts", "boolean")], "ReportView"),
    // Asks where to put what was shown (null when cancelled).
    c("report_save", &[("form", "ReportForm"), ("maskHosts", "boolean")], "Place | null"),
    // Whether the wizard of the first run is to be shown by itself. Begins nothing.
    c("welcome_due", &[], "boolean"),
    // The wizard; asking begins what it needs to know.
    c("welcome_state", &[], "Welcome"),
    // Its networks are on the screen, or no longer: they are tested.
    c("welcome_test", &[("on", "boolean")], "null"),
    // It was left: it does not come by itself again.
    c("welcome_done", &[], "null"),
    c("job_list", &[], "Job[]"),
    c("job_cancel", &[("id", "number")], "null"),
    // Forgets a job that has ended.
    c("job_dismiss", &[("id", "number")], "null"),
];
