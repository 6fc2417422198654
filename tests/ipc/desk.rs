//! A running shell over a machine of its own: nothing of the real environment, home or disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use bstr::BString;
use burrow_core::env::history::Author;
use burrow_core::workbench::{Environments, GivenEnvironment, Options, SystemEnvironments};
use burrow_servers::sdks::Sdk;
use burrow_shell::Desk;
use go_rules::environ::{Environ, Os};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{App, Emitter, Listener, WebviewWindow, WebviewWindowBuilder};
use tempfile::TempDir;

/// How long a machine that builds other things meanwhile may take.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// The shell with its window, over a home that ends with it.
pub struct Window {
    pub home: TempDir,
    pub desk: Desk,
    pub webview: WebviewWindow<MockRuntime>,
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

    /// A file below the home.
    pub fn put(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let file = self.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        file
    }

    /// Has a go at hand that asks only this proxy, and nothing else of this machine.
    pub fn with_go(&mut self, sdk: &Sdk, goproxy: &str) {
        let bin = sdk.goroot.join("bin").display().to_string();
        let path = if cfg!(windows) { bin } else { format!("{bin}:/usr/bin:/bin") };
        let below = |name: &str| self.path().join(name).display().to_string();
        let (gocache, gopath) = (below("build-cache"), below("go"));
        for (name, value) in [
            ("PATH", path.as_str()),
            ("GOPROXY", goproxy),
            ("GOSUMDB", "off"),
            ("GOTOOLCHAIN", "local"),
            ("GOCACHE", gocache.as_str()),
            ("GOPATH", gopath.as_str()),
            // Else the home could not be removed.
            ("GOFLAGS", "-modcacherw"),
        ] {
            self.set(name, value);
        }
        // Windows starts no program without these.
        let own = SystemEnvironments.process().environ;
        for name in ["SystemRoot", "TEMP", "TMP"].into_iter().filter(|_| cfg!(windows)) {
            if let Some(value) = own.set(name) {
                self.environ = self.environ.with(name, Some(&**value));
            }
        }
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
        nudge(&webview);
        Window { home: self.home, desk, webview, _app: app }
    }
}

/// What one thread emits while another does, and a listener that comes just then, Tauri puts aside until somebody next
/// hears of something (`Listeners::emit_filter`); after the last event of a test nobody would. A page hears by another
/// way, which waits instead.
fn nudge(webview: &WebviewWindow<MockRuntime>) {
    webview.listen("nudge", |_| ());
    let webview = webview.clone();
    std::thread::spawn(move || {
        while webview.emit("nudge", ()).is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
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

    /// What a command answers once it is as wanted.
    pub fn once(&self, command: &str, arguments: Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let begin = Instant::now();
        loop {
            let answer = self.ask(command, arguments.clone()).unwrap();
            if wanted(&answer) {
                return answer;
            }
            assert!(begin.elapsed() < PATIENCE, "{command}: {answer}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// From now on answers come in this language.
    pub fn speak(&self, language: &str) {
        let settings = json!({ "language": language, "theme": "system", "tray": "off" });
        self.ask("app_set_settings", json!({ "settings": settings })).unwrap();
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
