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

/// Events go the other way: `changed` carries a `Changed`, `job` a `Job`.
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
    c("job_list", &[], "Job[]"),
    c("job_cancel", &[("id", "number")], "null"),
    // Forgets a job that has ended.
    c("job_dismiss", &[("id", "number")], "null"),
];
