//! A running shell over a machine of its own: nothing of the real environment, home or disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use bstr::BString;
use burrow_core::env::history::Author;
use burrow_core::workbench::{GivenEnvironment, Options};
use burrow_shell::Desk;
use go_rules::environ::{Environ, Os};
use serde_json::Value;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, Listener, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;

/// The shell with its window, over a home that ends with it.
pub struct Window {
    pub home: TempDir,
    pub desk: Desk,
    webview: WebviewWindow<MockRuntime>,
    _app: App<MockRuntime>,
}

/// What a shell is opened over: a home that ends with it, and the environment of this process.
pub struct Machine {
    home: TempDir,
    environ: Environ,
}

impl Machine {
    pub fn new() -> Machine {
        let home = tempfile::tempdir().unwrap();
        let text = home.path().to_str().unwrap();
        let entries = [("HOME", text), ("USERPROFILE", text), ("AppData", text), ("PATH", "")];
        let entries = entries.map(|(name, value)| (BString::from(name), BString::from(value)));
        Machine { environ: Environ::new(Os::host(), entries), home }
    }

    pub fn path(&self) -> &Path {
        self.home.path()
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.environ = self.environ.with(name, Some(value.as_bytes()));
    }

    pub fn open(self) -> Window {
        let home = self.home.path();
        let environments = Arc::new(GivenEnvironment::new(self.environ, Some(home)));
        let options = Options {
            state_dir: Some(home.join("state")),
            data_dir: Some(home.join("data")),
            ..Options::of(environments, Author::Burrow)
        };
        let desk = Desk::open(options, Instant::now());
        let app = burrow_shell::app(mock_builder(), desk.clone()).build(mock_context(noop_assets())).unwrap();
        let webview = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
        burrow_shell::events::forward(app.handle());
        Window { home: self.home, desk, webview, _app: app }
    }
}

impl Window {
    pub fn open() -> Window {
        Machine::new().open()
    }

    /// What the page hears of an event from now on.
    pub fn hear(&self, event: &str) -> Receiver<Value> {
        let (sender, heard) = channel();
        self.webview.listen(event, move |event| {
            // Whoever hears no more has seen enough.
            let _ = sender.send(serde_json::from_str(event.payload()).unwrap());
        });
        heard
    }

    /// Asks as the page does; a rejection comes as `Err`.
    pub fn ask(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: url.parse().unwrap(),
            body: InvokeBody::Json(arguments),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.webview, request).map(|body| body.deserialize().unwrap())
    }
}
