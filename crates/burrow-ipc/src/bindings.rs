//! The TypeScript of the wire: every type that a command or the event carries, and the command table as a type.
//!
//! Nothing is written here; the program `bindings` writes, and a test compares.

use std::collections::BTreeMap;
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use crate::commands::{COMMANDS, Command};
use crate::dto::app::{AppState, Changed, First, Problem, Settings};
use crate::dto::bench::{BenchView, BenchWish};
use crate::dto::cache::{Budget, CacheDamage, CacheRows, Caches, CleanItem, CleanPlan, CleanWish};
use crate::dto::doctor::{Doctor, FixPlan, ReportForm, ReportView};
use crate::dto::env::{
    Applied, Comparison, ContextChoice, CopyForm, Draft, Environment, HistoryEntry, Plan, Reference,
};
use crate::dto::job::Job;
use crate::dto::private::{CredentialsChecked, CredentialsView, PatternDraft, PrivateView};
use crate::dto::profile::{ProfileChecked, ProfileImport, ProfilePlan, ProfileWish, Profiles};
use crate::dto::project::Projects;
use crate::dto::project_detail::{BuildView, ProjectDetail, WarmView};
use crate::dto::proxy::{ProxyTarget, ProxyView};
use crate::dto::route::ModuleRoute;
use crate::dto::sdk::{
    Destination, InstallWish, OfferSource, Offers, Programs, RemovalPlan, SwitchPlan, SwitchWish, Switched,
    Toolchains,
};
use crate::dto::team::{TeamDraft, TeamView};
use crate::dto::welcome::Welcome;

/// Where the generated file lies, from the root of the repository.
pub const PATH: &str = "ui/src/backend/bindings/index.ts";

const HEADER: &str = "\
// Generated from crates/burrow-ipc by `npm run bindings`. Do not edit: a test compares this file with the types.
";

/// The whole file: types in alphabetical order, then `Commands` and `Events`.
#[must_use]
pub fn text() -> String {
    let mut types = Types::new();
    types.visit::<AppState>();
    types.visit::<First>();
    types.visit::<Settings>();
    types.visit::<Problem>();
    types.visit::<Changed>();
    types.visit::<Environment>();
    types.visit::<ContextChoice>();
    types.visit::<Reference>();
    types.visit::<Draft>();
    types.visit::<Plan>();
    types.visit::<Applied>();
    types.visit::<HistoryEntry>();
    types.visit::<Comparison>();
    types.visit::<CopyForm>();
    types.visit::<Toolchains>();
    types.visit::<SwitchWish>();
    types.visit::<SwitchPlan>();
    types.visit::<Switched>();
    types.visit::<RemovalPlan>();
    types.visit::<OfferSource>();
    types.visit::<Offers>();
    types.visit::<Destination>();
    types.visit::<InstallWish>();
    types.visit::<Programs>();
    types.visit::<BenchWish>();
    types.visit::<BenchView>();
    types.visit::<Caches>();
    types.visit::<CacheRows>();
    types.visit::<CleanWish>();
    types.visit::<CleanPlan>();
    types.visit::<CleanItem>();
    types.visit::<CacheDamage>();
    types.visit::<Budget>();
    types.visit::<Job>();
    types.visit::<ProxyView>();
    types.visit::<ProxyTarget>();
    types.visit::<ModuleRoute>();
    types.visit::<PrivateView>();
    types.visit::<PatternDraft>();
    types.visit::<CredentialsView>();
    types.visit::<CredentialsChecked>();
    types.visit::<Profiles>();
    types.visit::<ProfilePlan>();
    types.visit::<ProfileWish>();
    types.visit::<ProfileChecked>();
    types.visit::<ProfileImport>();
    types.visit::<Projects>();
    types.visit::<ProjectDetail>();
    types.visit::<WarmView>();
    types.visit::<BuildView>();
    types.visit::<TeamView>();
    types.visit::<TeamDraft>();
    types.visit::<Doctor>();
    types.visit::<FixPlan>();
    types.visit::<ReportView>();
    types.visit::<ReportForm>();
    types.visit::<Welcome>();

    let mut out = String::from(HEADER);
    for declaration in types.declarations.values() {
        out.push('\n');
        out.push_str(declaration);
    }
    out.push_str(&commands());
    out.push_str("\n/** Events of the core and what they carry. */\n");
    out.push_str("export interface Events {\n  changed: Changed;\n  job: Job;\n  /** Files and folders that were dropped on the window. */\n  dropped: string[];\n}\n");
    out
}

/// Collects the declaration of every type that the roots lead to.
struct Types {
    config: Config,
    declarations: BTreeMap<String, String>,
}

impl Types {
    fn new() -> Self {
        Self {
            // Milliseconds and ids stay far below 2^53; JSON brings them as numbers, not as bigint.
            config: Config::new().with_large_int("number"),
            declarations: BTreeMap::new(),
        }
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Without an output path it is a type of TypeScript's own, or a container of one that is visited too.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.declarations.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let text = format!("{docs}export {}\n", T::decl(&self.config));
        self.declarations.insert(name, text);
        T::visit_dependencies(self);
    }
}

fn commands() -> String {
    let mut out = String::from(
        "\n/** Every command with its arguments and its answer. Each may reject with a `Problem`. */\n",
    );
    out.push_str("export interface Commands {\n");
    for Command { name, args, answer } in COMMANDS {
        let args = match args {
            [] => "Record<string, never>".to_owned(),
            args => {
                let fields: Vec<String> = args.iter().map(|(n, t)| format!("{n}: {t}")).collect();
                format!("{{ {} }}", fields.join("; "))
            }
        };
        let _ = writeln!(out, "  {name}: {{ args: {args}; answer: {answer} }};");
    }
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_bindings_are_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/backend/bindings/index.ts");
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(there.replace("\r\n", "\n") == text(), "{PATH} is stale: run `npm run bindings`");
    }

    #[test]
    fn every_type_named_in_the_command_table_is_declared() {
        let declared = text();
        for command in COMMANDS {
            let types = command.args.iter().map(|(_, t)| *t).chain([command.answer]);
            for name in types.flat_map(|t| t.split([' ', '|', '[', ']'])) {
                if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                    assert!(declared.contains(&format!("export type {name} = ")), "{}: {name}", command.name);
                }
            }
        }
    }

    #[test]
    fn large_integers_are_plain_numbers() {
        let text = text();
        assert!(!text.contains("bigint"));
        assert!(text.contains("revision: number"));
    }
}
