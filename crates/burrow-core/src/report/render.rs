//! The report written out: for a terminal, for an issue (Markdown), for a script (JSON).

use serde_json::{Map, Value, json as json_value};

use super::{Body, Entry, Fact, Report, Section, SectionId};
use crate::text::{self, Say};

/// As text.
#[must_use]
pub fn plain(report: &Report) -> String {
    let mut out = String::new();
    for section in &report.sections {
        let title = section.id.say(report.lang);
        out += &format!("{title}\n{}\n", "=".repeat(title.chars().map(width).sum()));
        out += &body(report, section, "  ");
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Characters of Chinese are twice as wide in a terminal.
fn width(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

fn body(report: &Report, section: &Section, indent: &str) -> String {
    match &section.body {
        Body::Missing(why) => format!("{why}\n"),
        Body::Many(entries) if entries.is_empty() => format!("{}\n", text::report_none(report.lang)),
        Body::One(entry) => lines(&entry.0, report, ""),
        Body::Many(entries) if section.id == SectionId::Variables => {
            entries.iter().map(|entry| variable(entry, report, indent)).collect()
        }
        Body::Many(entries) => entries
            .iter()
            .map(|entry| {
                let head = entry.0.iter().position(|(_, fact)| shown(fact, report).is_some());
                let Some(head) = head else { return String::new() };
                let name = shown(&entry.0[head].1, report).unwrap_or_default();
                format!("{name}\n{}", lines(&entry.0[head + 1..], report, indent))
            })
            .collect(),
    }
}

/// As `go env` prints it; what is so by itself is not worth a line.
fn variable(entry: &Entry, report: &Report, indent: &str) -> String {
    let text = |key: &str| {
        let fact = entry.0.iter().find(|(other, _)| *other == key);
        fact.and_then(|(_, fact)| shown(fact, report)).unwrap_or_default()
    };
    let by_itself = matches!(text("origin").as_str(), "default" | "derived");
    let told = entry
        .0
        .iter()
        .filter(|(key, _)| !(matches!(*key, "name" | "value" | "changed") || by_itself && *key == "origin"));
    let told: Vec<_> = told.cloned().collect();
    format!("{}={}\n{}", text("name"), text("value"), lines(&told, report, indent))
}

fn lines(facts: &[(&'static str, Fact)], report: &Report, indent: &str) -> String {
    let told = facts.iter().filter_map(|(key, fact)| {
        let fact = shown(fact, report)?;
        let label = text::report_label(key, report.lang);
        let colon = report.lang.pick(": ", "：");
        let text = fact.replace('\n', &format!("\n{indent}  "));
        Some(format!("{indent}{label}{colon}{text}\n"))
    });
    told.collect()
}

/// A fact for a person; `None`: there is nothing to tell.
fn shown(fact: &Fact, report: &Report) -> Option<String> {
    match fact {
        Fact::None => None,
        Fact::Text(text) if text.is_empty() => None,
        Fact::Text(text) => Some(text.clone()),
        Fact::Texts(texts) if texts.is_empty() => None,
        Fact::Texts(texts) => Some(texts.join(report.lang.pick(", ", "、"))),
        Fact::Number(number) => Some(number.to_string()),
        Fact::Bytes(bytes) => Some(text::bytes(*bytes)),
        Fact::Flag(flag) => flag.then(|| text::report_yes(report.lang).to_owned()),
    }
}

/// As Markdown, folded where it is long: a page of an issue stays readable.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    for section in &report.sections {
        let title = section.id.say(report.lang);
        let text = body(report, section, "  ");
        out += &format!("### {title}\n\n{}\n{}{}\n\n", fence(&text), text, fence(&text));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A fence that nothing in the text closes.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(3.max(longest + 1))
}

/// As JSON: an object with a key for each section.
#[must_use]
pub fn json(report: &Report) -> Value {
    let mut root: Map<String, Value> = report
        .sections
        .iter()
        .map(|section| {
            let value = match &section.body {
                Body::One(entry) => object(entry),
                Body::Many(entries) => Value::Array(entries.iter().map(object).collect()),
                Body::Missing(why) => json_value!({ "unknown": why }),
            };
            (section.id.key().to_owned(), value)
        })
        .collect();
    root.insert("hostsMasked".into(), report.hosts_masked.into());
    Value::Object(root)
}

fn object(entry: &Entry) -> Value {
    let value = |fact: &Fact| match fact {
        Fact::None => Value::Null,
        Fact::Text(text) => text.as_str().into(),
        Fact::Texts(texts) => texts.as_slice().into(),
        Fact::Number(number) | Fact::Bytes(number) => (*number).into(),
        Fact::Flag(flag) => (*flag).into(),
    };
    Value::Object(entry.0.iter().map(|(key, fact)| ((*key).to_owned(), value(fact))).collect())
}
