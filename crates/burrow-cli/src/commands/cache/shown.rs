//! A plan and what came of it: as JSON, and in a few lines for a person, however many items it has.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use burrow_core::cache::plan::{Group, Item, Left, LeftReason, Plan, groups};
use burrow_core::cache::quarantine::Done;
use burrow_core::cache::running::Running;
use burrow_core::place::display_path;
use burrow_core::text::{Lang, Say, bytes, clean_costs};
use serde::Serialize;

/// Items of a group, and things that stay, that are named.
const NAMED: usize = 10;

#[derive(Serialize)]
pub struct Json {
    plan: JsonPlan,
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<JsonDone>,
    /// Programs of Go that run.
    running: Vec<JsonRunning>,
}

#[derive(Serialize)]
struct JsonRunning {
    pid: u32,
    name: String,
    command: String,
    directory: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonPlan {
    id: String,
    items: Vec<JsonItem>,
    bytes: u64,
    disk_bytes: u64,
    files: u64,
    left: Vec<JsonLeft>,
    expires_tests: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonItem {
    cache: &'static str,
    kind: &'static str,
    path: String,
    bytes: u64,
    disk_bytes: u64,
    files: u64,
    reason: &'static str,
    safety: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
}

#[derive(Serialize)]
struct JsonLeft {
    path: String,
    reason: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonDone {
    id: String,
    items: u64,
    bytes: u64,
    disk_bytes: u64,
    files: u64,
    failed: Vec<JsonFailed>,
}

#[derive(Serialize)]
struct JsonFailed {
    path: String,
    message: String,
}

/// JSON has no other names than Unicode; a stray may have.
fn text(path: &Path) -> String {
    path.display().to_string()
}

impl Json {
    pub fn of(plan: &Plan, done: Option<&Done>, running_now: &[Running], lang: Lang) -> Json {
        let left = |left: &Left| JsonLeft { path: text(&left.path), reason: left.reason.id() };
        let plan = JsonPlan {
            id: plan.id(),
            items: plan.items.iter().map(JsonItem::of).collect(),
            bytes: plan.size.bytes,
            disk_bytes: plan.size.disk_bytes,
            files: plan.size.files,
            left: plan.left.iter().map(left).collect(),
            expires_tests: plan.expires_tests.as_deref().map(text),
        };
        let running = |one: &Running| JsonRunning {
            pid: one.pid,
            name: one.name.clone(),
            command: one.command.clone(),
            directory: one.dir.as_deref().map(text),
        };
        let running = running_now.iter().map(running).collect();
        Json { plan, done: done.map(|done| JsonDone::of(done, lang)), running }
    }
}

impl JsonItem {
    fn of(item: &Item) -> JsonItem {
        let version = item.version.as_ref();
        JsonItem {
            cache: item.cache.id(),
            kind: item.kind.id(),
            path: text(&item.path),
            bytes: item.size.bytes,
            disk_bytes: item.size.disk_bytes,
            files: item.size.files,
            reason: item.reason.id(),
            safety: item.safety.id(),
            module: version.map(|version| version.module.to_string()),
            version: version.map(|version| version.version.to_string()),
        }
    }
}

impl JsonDone {
    fn of(done: &Done, lang: Lang) -> JsonDone {
        let failed = done
            .failed
            .iter()
            .map(|failed| JsonFailed { path: text(&failed.path), message: failed.why.say(lang) });
        JsonDone {
            id: done.id.clone(),
            items: done.items,
            bytes: done.size.bytes,
            disk_bytes: done.size.disk_bytes,
            files: done.size.files,
            failed: failed.collect(),
        }
    }
}

/// How a plan is told to a person.
pub struct Shown {
    pub lang: Lang,
    pub home: Option<PathBuf>,
    pub grace_days: u32,
}

impl Shown {
    /// What goes by kind and reason, the largest of each by name; what stays; what it costs.
    pub fn plan(&self, out: &mut impl Write, plan: &Plan, purge: bool) -> io::Result<()> {
        let lang = self.lang;
        if plan.is_empty() {
            writeln!(out, "{}", lang.pick("There is nothing to clean.", "没有可以清理的内容。"))?;
        }
        for group in groups(plan) {
            self.group(out, plan, &group)?;
        }
        self.left(out, &plan.left)?;
        if !plan.items.is_empty() {
            let (size, files) = (bytes(plan.size.disk_bytes), plan.size.files);
            let total = lang
                .pick(format!("Together: {size}, {files} files."), format!("合计：{size}，{files} 个文件。"));
            writeln!(out, "{total}")?;
        }
        let mut costs = clean_costs(plan, self.grace_days, lang);
        if purge && !plan.items.is_empty() {
            costs.pop();
            costs.push(
                lang.pick("It is deleted for good: nothing comes back.", "会彻底删除，无法取回。").to_owned(),
            );
        }
        costs.into_iter().try_for_each(|cost| writeln!(out, "· {cost}"))
    }

    fn group(&self, out: &mut impl Write, plan: &Plan, group: &Group) -> io::Result<()> {
        let lang = self.lang;
        let (size, count) = (bytes(group.size.disk_bytes), group.items.len());
        let head = lang.pick(
            format!("{}: {size} in {count} {}", group.say(lang), if count == 1 { "item" } else { "items" }),
            format!("{}：{size}，{count} 项", group.say(lang)),
        );
        writeln!(out, "{head}")?;
        for at in group.items.iter().take(NAMED) {
            let Some(item) = plan.items.get(*at) else { continue };
            let name = match &item.version {
                Some(version) => format!("{} {}", version.module, version.version),
                None => display_path(&item.path, self.home.as_deref()),
            };
            writeln!(out, "    {:>8}  {name}", bytes(item.size.disk_bytes))?;
        }
        self.more(out, count)
    }

    fn more(&self, out: &mut impl Write, count: usize) -> io::Result<()> {
        match count.saturating_sub(NAMED) {
            0 => Ok(()),
            more => writeln!(
                out,
                "    {}",
                self.lang.pick(format!("… and {more} more"), format!("……以及另外 {more} 项"))
            ),
        }
    }

    fn left(&self, out: &mut impl Write, left: &[Left]) -> io::Result<()> {
        let mut by_reason: BTreeMap<LeftReason, Vec<&Left>> = BTreeMap::new();
        // Every version has a lock: that they stay is no news.
        for one in left.iter().filter(|left| left.reason != LeftReason::Lock) {
            by_reason.entry(one.reason).or_default().push(one);
        }
        for (reason, all) in by_reason {
            let (why, count) = (reason.say(self.lang), all.len());
            let head = self.lang.pick(format!("Stays, {why}: {count}"), format!("保留（{why}）：{count} 项"));
            writeln!(out, "{head}")?;
            for one in all.iter().take(NAMED) {
                writeln!(out, "    {}", display_path(&one.path, self.home.as_deref()))?;
            }
            self.more(out, count)?;
        }
        Ok(())
    }

    /// Who may be at it right now.
    pub fn running(&self, out: &mut impl Write, running: &[Running]) -> io::Result<()> {
        for one in running {
            let dir = one.dir.as_deref().map(|dir| display_path(dir, self.home.as_deref()));
            let place = dir.map(|dir| self.lang.pick(format!(" in {dir}"), format!("，位于 {dir}")));
            let (command, pid, place) = (&one.command, one.pid, place.unwrap_or_default());
            let text = self.lang.pick(
                format!("{command} is running (process {pid}{place})"),
                format!("{command} 正在运行（进程 {pid}{place}）"),
            );
            writeln!(out, "! {text}")?;
        }
        Ok(())
    }

    /// What was really gained, and what could not be taken.
    pub fn done(&self, out: &mut impl Write, done: &Done, purge: bool, quiet: bool) -> io::Result<()> {
        let lang = self.lang;
        let size = bytes(done.size.disk_bytes);
        if !quiet && done.items > 0 {
            let text = match purge {
                true => lang.pick(format!("Deleted: {size}."), format!("已删除：{size}。")),
                false => lang.pick(
                    format!("Cleaned: {size}. `burrow cache undo` brings it back, `burrow cache purge` gives the room to the disk."),
                    format!("已清理：{size}。`burrow cache undo` 可以取回，`burrow cache purge` 会把空间还给磁盘。"),
                ),
            };
            writeln!(out, "{text}")?;
        }
        for failed in done.failed.iter().take(NAMED) {
            let path = display_path(&failed.path, self.home.as_deref());
            writeln!(out, "! {path}: {}", failed.why.say(lang))?;
        }
        self.more(out, done.failed.len())
    }
}
