//! What real go says of programs.

use crate::native::bytes;
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::{BString, ByteSlice};
use go_rules::buildinfo::{BuildInfo, Module};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

/// What go says of one program.
#[derive(Debug)]
pub struct Told {
    /// As `go version -m` prints it, with the version as its first line and without indentation.
    pub text: String,
    /// As `-json` prints it, where this go can.
    pub fields: Option<Value>,
}

/// The go that is asked.
pub struct Judge<'a> {
    sdk: &'a Sdk,
    home: BString,
}

impl Judge<'_> {
    pub fn new<'a>(sdk: &'a Sdk, home: &Path) -> Judge<'a> {
        Judge { sdk, home: bytes(home) }
    }

    /// What it says of each; `None` for what it cannot read.
    ///
    /// # Errors
    /// When it cannot be started, or says what is not understood.
    pub fn ask(&self, files: &[PathBuf]) -> io::Result<Vec<Option<Told>>> {
        let text = self.say(&["-m"], files)?;
        let mut told = blocks(&text, files);
        let json = if self.sdk.minor >= 25 { Some(self.say(&["-m", "-json"], files)?) } else { None };
        let mut objects = json.as_ref().map(|json| serde_json::Deserializer::from_slice(json).into_iter());
        let mut answers = Vec::new();
        for file in files {
            let Some(text) = told.remove(file) else {
                answers.push(None);
                continue;
            };
            let fields = match &mut objects {
                Some(objects) => objects.next().transpose().map_err(io::Error::other)?,
                None => None,
            };
            answers.push(Some(Told { text, fields }));
        }
        match objects.and_then(|mut rest| rest.next()) {
            None => Ok(answers),
            Some(_) => Err(io::Error::other("go says more in JSON than in text")),
        }
    }

    fn say(&self, args: &[&str], files: &[PathBuf]) -> io::Result<BString> {
        let names = ["HOME", "USERPROFILE", "AppData", "LocalAppData", "TMPDIR", "TMP"];
        let mut env: Vec<(BString, BString)> =
            names.iter().map(|name| ((*name).into(), self.home.clone())).collect();
        env.push(("GOTOOLCHAIN".into(), "local".into()));
        let args = std::iter::once("version").chain(args.iter().copied()).map(BString::from);
        let args = args.chain(files.iter().map(|file| bytes(file))).collect();
        Ok(run(&Call { program: self.sdk.program(), args, cwd: &self.home, env: &env })?.stdout)
    }
}

/// A block for each program: its name and version, then lines that are indented.
fn blocks(text: &[u8], files: &[PathBuf]) -> HashMap<PathBuf, String> {
    let mut found: HashMap<PathBuf, String> = HashMap::new();
    let mut current = None;
    for line in text.to_str_lossy().lines() {
        if let Some(rest) = line.strip_prefix('\t') {
            if let Some(block) = current.as_ref().and_then(|file| found.get_mut(file)) {
                block.push_str(rest);
                block.push('\n');
            }
            continue;
        }
        let begins = |file: &&PathBuf| line.starts_with(&format!("{}: ", file.display()));
        if let Some(file) = files.iter().find(begins) {
            let version = &line[file.display().to_string().len() + 2..];
            found.insert(file.clone(), format!("go\t{version}\n"));
            current = Some(file.clone());
        }
    }
    found
}

/// What Burrow read, in the form of go's JSON.
pub fn as_json(info: &BuildInfo) -> Value {
    let mut object = Map::new();
    put(&mut object, "GoVersion", &info.version);
    put(&mut object, "Path", info.main_package().unwrap_or_default());
    object.insert("Main".into(), info.main_module().map_or_else(|| json!({}), module));
    if !info.deps().is_empty() {
        object.insert("Deps".into(), info.deps().iter().map(module).collect());
    }
    let setting = |(key, value): (&bstr::BStr, &bstr::BStr)| {
        let mut object = Map::new();
        put(&mut object, "Key", key);
        put(&mut object, "Value", value);
        Value::Object(object)
    };
    let settings: Vec<Value> = info.settings().map(setting).collect();
    if !settings.is_empty() {
        object.insert("Settings".into(), settings.into());
    }
    Value::Object(object)
}

fn module(module: &Module) -> Value {
    let mut object = Map::new();
    put(&mut object, "Path", &module.path);
    put(&mut object, "Version", &module.version);
    put(&mut object, "Sum", &module.sum);
    if let Some(replace) = &module.replace {
        object.insert("Replace".into(), self::module(replace));
    }
    Value::Object(object)
}

fn put(object: &mut Map<String, Value>, name: &str, text: &[u8]) {
    if !text.is_empty() {
        object.insert(name.into(), lossy(text).into());
    }
}

/// As go's JSON: a mark for every byte that is no text.
fn lossy(text: &[u8]) -> String {
    let piece =
        |chunk: std::str::Utf8Chunk<'_>| chunk.valid().to_owned() + &"\u{fffd}".repeat(chunk.invalid().len());
    text.utf8_chunks().map(piece).collect()
}
