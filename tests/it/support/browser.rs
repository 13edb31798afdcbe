//! A headless Chromium, spoken to over its DevTools protocol.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::{Message, WebSocket, client};

/// Names under which Chromium is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
];
/// The longest that an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running browser with one page.
pub(crate) struct Browser {
    process: Child,
    _profile: tempfile::TempDir,
    socket: WebSocket<TcpStream>,
    session: Value,
    last: u64,
    complaints: Vec<String>,
}

impl Browser {
    /// Starts one; `Err` says why there is none.
    pub(crate) fn start() -> Result<Browser, String> {
        let is_there = |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
        let name = NAMES.iter().find(is_there).ok_or("there is no Chromium")?;
        let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut command = Command::new(name);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.path().display()));
        let mut process =
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(|error| format!("{name} does not start: {error}"))?;
        let mut lines = BufReader::new(process.stderr.take().expect("it is piped")).lines();
        let address = lines.by_ref().find_map(|line| Some(line.ok()?.strip_prefix("DevTools listening on ")?.to_owned()));
        // Nobody reads on: a full pipe would stop the browser.
        std::thread::spawn(move || lines.for_each(drop));
        let address = address.ok_or_else(|| format!("{name} ended before it could be spoken to"))?;
        let host = address.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).map_err(|error| format!("{name} does not answer: {error}"))?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|error| error.to_string())?;
        let (socket, _) = client(&address, stream).map_err(|error| format!("{name} does not answer: {error}"))?;
        let mut browser = Browser { process, _profile: profile, socket, session: Value::Null, last: 0, complaints: Vec::new() };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target["targetId"], "flatten": true}));
        browser.session = attached["sessionId"].clone();
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Ok(browser)
    }

    /// Opens a file in a window of this size.
    pub(crate) fn open(&mut self, file: &Path, (width, height): (u32, u32)) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        self.call("Page.navigate", json!({"url": format!("file://{}", file.display())}));
        self.wait_for("document.body && document.body.dataset.ready !== undefined");
    }

    /// Says which colours the system prefers: "light", "dark".
    pub(crate) fn prefer(&mut self, scheme: &str) {
        self.call("Emulation.setEmulatedMedia", json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]}));
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let answer = self.call("Runtime.evaluate", json!({"expression": expression, "returnByValue": true, "awaitPromise": true}));
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    pub(crate) fn wait_for(&mut self, expression: &str) {
        let until = Instant::now() + PATIENCE;
        while self.value(expression) != json!(true) {
            assert!(Instant::now() < until, "it does not come true: {expression}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Clicks on what a selector finds first.
    pub(crate) fn click(&mut self, selector: &str) {
        self.value(&format!("document.querySelector({}).click()", json!(selector)));
    }

    /// Presses a key: "j", "Enter", "?".
    pub(crate) fn press(&mut self, key: &str) {
        let code = if key == "Enter" {
            13
        } else if key == "Escape" {
            27
        } else {
            0
        };
        let text = match key {
            "Enter" => "\r",
            "Escape" => "",
            other => other,
        };
        let event = |kind: &str| json!({"type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code});
        self.call("Input.dispatchKeyEvent", event("keyDown"));
        self.call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}));
    }

    /// What the page has complained of since it was opened: exceptions, errors and warnings of the console.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        // An answer comes after all events before it.
        self.value("0");
        std::mem::take(&mut self.complaints)
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": params});
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.socket.send(Message::text(message.to_string())).expect("the browser listens");
        loop {
            let Message::Text(text) = self.socket.read().expect("the browser answers") else { continue };
            let answer: Value = serde_json::from_str(&text).expect("the browser speaks JSON");
            if answer["id"] == self.last {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
            let is_complaint = match answer["method"].as_str() {
                Some("Runtime.exceptionThrown") => true,
                Some("Log.entryAdded") => matches!(answer["params"]["entry"]["level"].as_str(), Some("error" | "warning")),
                Some("Runtime.consoleAPICalled") => matches!(answer["params"]["type"].as_str(), Some("error" | "warning")),
                _ => false,
            };
            if is_complaint {
                self.complaints.push(answer["params"].to_string());
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
