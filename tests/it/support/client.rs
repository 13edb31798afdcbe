//! A client of `maplint lsp`: the messages of the protocol, as an editor sends them.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Nothing takes this long: what has not come by then does not come.
const PATIENCE: Duration = Duration::from_secs(120);

/// A session with a server of its own.
pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Came while something else was waited for.
    waiting: VecDeque<Value>,
    next_id: i64,
    versions: std::collections::BTreeMap<String, i64>,
}

impl Client {
    /// Starts a server, which nothing is said to yet.
    pub(crate) fn start(binary: &Path, args: &[&str]) -> Client {
        let mut server =
            Command::new(binary).arg("lsp").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut output = BufReader::new(server.stdout.take().expect("it is piped"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let input = server.stdin.take();
        Client { server, input, messages, waiting: VecDeque::new(), next_id: 0, versions: Default::default() }
    }

    /// Starts a server and opens folders, with these capabilities.
    pub(crate) fn open(binary: &Path, folders: &[&Path], capabilities: Value) -> Client {
        let mut client = Client::start(binary, &[]);
        client.initialize(folders, capabilities);
        client
    }

    /// The first exchange; the answer.
    pub(crate) fn initialize(&mut self, folders: &[&Path], capabilities: Value) -> Value {
        let folders: Vec<Value> = folders.iter().map(|folder| json!({ "uri": uri(folder), "name": "root" })).collect();
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders });
        let answer = self.request("initialize", params);
        self.notify("initialized", json!({}));
        answer
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the answer: its result, or its error.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = self.wait_for(method, |message| message["id"] == id && message.get("method").is_none());
        answer.get("result").or_else(|| answer.get("error")).cloned().unwrap_or_default()
    }

    pub(crate) fn respond(&mut self, id: &Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// The first message that came, or comes, and is wanted.
    pub(crate) fn wait_for(&mut self, what: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&is_wanted) {
            return self.waiting.remove(at).expect("it is there");
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.messages.recv_timeout(until.saturating_duration_since(Instant::now()));
            let message = message.unwrap_or_else(|_| panic!("{what} did not come; there came {:#?}", self.waiting));
            if is_wanted(&message) {
                return message;
            }
            self.waiting.push_back(message);
        }
    }

    /// The diagnostics of a file that come next, and for the version that was sent last, where it is open.
    pub(crate) fn diagnostics(&mut self, path: &Path) -> Vec<Value> {
        let uri = uri(path);
        let version = self.versions.get(&uri).copied();
        let message = self.wait_for("diagnostics", |message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri.as_str() && params["version"].as_i64() == version
        });
        message["params"]["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    /// The diagnostics of a file once they are such.
    pub(crate) fn diagnostics_once(&mut self, path: &Path, holds: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        loop {
            let found = self.diagnostics(path);
            if holds(&found) {
                return found;
            }
        }
    }

    pub(crate) fn did_open(&mut self, path: &Path, text: &str) {
        let uri = uri(path);
        self.versions.insert(uri.clone(), 1);
        let language = if path.extension().is_some_and(|extension| extension == "rs") { "rust" } else { "go" };
        self.notify("textDocument/didOpen", json!({ "textDocument": { "uri": uri, "languageId": language, "version": 1, "text": text } }));
    }

    /// Puts `text` in the place of the whole text that is open.
    pub(crate) fn did_change(&mut self, path: &Path, text: &str) {
        let uri = uri(path);
        let version = self.versions.get_mut(&uri).expect("it is open");
        *version += 1;
        let version = *version;
        let params = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", params);
    }

    pub(crate) fn did_close(&mut self, path: &Path) {
        self.versions.remove(&uri(path));
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(path) } }));
    }

    /// The actions for a range.
    pub(crate) fn actions(&mut self, path: &Path, range: &Value) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri(path) }, "range": range, "context": { "diagnostics": [] } });
        self.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
    }

    /// Closes the server's input.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// The server's exit code, once it has ended.
    pub(crate) fn exit_code(mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.server.try_wait().expect("the server can be asked for") {
                return status.code();
            }
            assert!(Instant::now() < until, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends as the protocol wants it.
    pub(crate) fn shut_down(mut self) -> Option<i32> {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.exit_code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A test that failed leaves no server behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The address of a file.
pub(crate) fn uri(path: &Path) -> String {
    lsp_types::Uri::from_file_path(path).expect("an absolute path").to_string()
}

fn read(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        input.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some((_, value)) => length = value.parse().ok(),
            None => break,
        }
    }
    let mut body = vec![0; length?];
    input.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
