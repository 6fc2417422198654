//! Long work as the page sees it: it hears of it, finds it in the list, ends it, and puts the report away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use burrow_core::job::{Doing, Step};
use burrow_core::task::{Ending, Task};
use burrow_core::text::Broken;
use serde_json::{Value, json};
use tauri::Emitter;

use crate::desk::{PATIENCE, Window};

/// What the page hears, up to the first report in this state. Work that ends otherwise is not waited for.
pub fn until(heard: &Receiver<Value>, state: &str) -> Value {
    loop {
        let job = heard.recv_timeout(PATIENCE).expect(state);
        if job["state"] == state {
            return job;
        }
        assert_eq!(job["state"], "running", "not {state}: {job}");
    }
}

/// The end of the job that a command starts.
pub fn done(heard: &Receiver<Value>, window: &Window, command: &str, arguments: Value) -> Value {
    let job = window.ask(command, arguments).unwrap();
    loop {
        let report = until(heard, "done");
        if report["id"] == job["id"] {
            return report;
        }
    }
}

fn listed(window: &Window) -> Vec<Value> {
    window.ask("job_list", json!({})).unwrap().as_array().unwrap().clone()
}

#[test]
fn what_two_threads_announce_at_once_is_heard_of() {
    const ROUNDS: u32 = 3_000;
    let window = Window::open();
    let heard = window.hear("job");
    let (other, done) = (window.webview.clone(), Arc::new(AtomicBool::new(false)));
    let end = Arc::clone(&done);
    let changes = std::thread::spawn(move || {
        while !end.load(Ordering::Relaxed) {
            other.emit("changed", ()).unwrap();
        }
    });
    for round in 0..ROUNDS {
        window.webview.emit("job", round).unwrap();
        assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), json!(round));
    }
    done.store(true, Ordering::Relaxed);
    changes.join().unwrap();
}

#[test]
fn a_job_is_heard_of_found_in_the_list_cancelled_and_put_away() {
    let window = Window::open();
    let heard = window.hear("job");
    let task = Task::Install { version: "go1.27.3".into() };
    let job = window.desk.jobs().start(task, |cancel, progress| {
        let doing = Doing::Downloading { host: "proxy.example.com".into() };
        progress.report(Step { doing, done: 1_000, total: Some(4_000) });
        while !cancel.is_cancelled() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ending::Cancelled
    });
    let first = until(&heard, "running");
    assert_eq!(
        (&first["kind"], &first["title"], &first["cancellable"]),
        (&json!("install"), &json!("Installing go1.27.3"), &json!(true))
    );
    let listed_now = listed(&window);
    assert_eq!(listed_now.len(), 1);
    assert_eq!(listed_now[0]["id"], json!(job.id));

    assert_eq!(window.ask("job_dismiss", json!({ "id": job.id })).unwrap(), Value::Null);
    assert_eq!(listed(&window).len(), 1, "what runs is not put away");
    window.ask("job_cancel", json!({ "id": job.id })).unwrap();
    let last = until(&heard, "cancelled");
    assert_eq!((&last["done"], &last["total"], &last["inBytes"]), (&json!(1000), &json!(4000), &json!(true)));
    assert!(last["doing"].as_str().unwrap().contains("not installed"), "{last}");
    window.ask("job_dismiss", json!({ "id": job.id })).unwrap();
    assert!(listed(&window).is_empty());
}

#[test]
fn a_job_speaks_the_language_that_was_chosen_last() {
    let window = Window::open();
    let heard = window.hear("job");
    let (go_on, wait) = channel::<()>();
    window.desk.jobs().start(Task::Rebuild { program: "gopls".into() }, move |_, _| {
        let _ = wait.recv();
        Ending::failed(Broken)
    });
    assert_eq!(until(&heard, "running")["title"], "Rebuilding gopls");
    let settings = json!({ "language": "zh-CN", "theme": "system", "tray": "off" });
    window.ask("app_set_settings", json!({ "settings": settings })).unwrap();
    assert_eq!(listed(&window)[0]["title"], "正在重新构建 gopls");
    drop(go_on);
    assert_eq!(until(&heard, "failed")["problem"]["code"], "internal");
}
