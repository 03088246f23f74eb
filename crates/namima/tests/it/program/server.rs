//! A running demo.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::command::BINARY;
use super::http::Client;
use super::place::Place;

/// Longer than a first start takes on a busy machine.
const START: Duration = Duration::from_secs(120);
const STOP: Duration = Duration::from_secs(30);

/// A running demo; killed when dropped.
pub struct Server {
    child: Child,
    /// What the ready file says.
    pub ready: Value,
    log: PathBuf,
}

impl Server {
    /// Starts the demo on the place's clinic, or makes one, and waits for its ready file.
    pub fn start(place: &Place) -> Self {
        Self::start_with(place, Path::new(BINARY), |_| {})
    }

    /// The same with another path of the program and whatever else the process needs.
    pub fn start_with(place: &Place, binary: &Path, prepare: impl FnOnce(&mut Command)) -> Self {
        let (ready, log) = (place.path("ready.json"), place.path("server"));
        let _ = fs::remove_file(&ready);
        let file = |ending| File::create(log.with_extension(ending)).expect("a log");
        let mut command = Command::new(binary);
        command
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(place.data())
            .arg("--ready")
            .arg(&ready);
        command.stdin(Stdio::null()).stdout(file("out")).stderr(file("err")).process_group(0);
        prepare(&mut command);
        let child = command.spawn().expect("the program starts");
        let mut server = Self { child, ready: Value::Null, log };
        let begin = Instant::now();
        // The file comes in one step: whenever it is there, it is whole.
        server.ready = loop {
            if let Ok(text) = fs::read(&ready) {
                break serde_json::from_slice(&text).expect("a whole file");
            }
            let ended = server.child.try_wait().expect("a state");
            assert!(ended.is_none() && begin.elapsed() < START, "{ended:?}: {}", server.errors());
            std::thread::sleep(Duration::from_millis(1));
        };
        server
    }

    /// The accounts of a role.
    pub fn accounts(&self, role: &str) -> Vec<Value> {
        let accounts = self.ready["accounts"].as_array().expect("accounts");
        accounts.iter().filter(|account| account["role"] == role).cloned().collect()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        let url = self.ready["url"].as_str().expect("a url");
        url.strip_prefix("http://localhost:").expect("localhost").parse().expect("a port")
    }

    /// A stranger.
    pub fn stranger(&self) -> Client {
        Client::new(self.port())
    }

    /// Signed in as an account of the ready file.
    pub fn as_account(&self, account: &Value) -> Client {
        let mut client = self.stranger();
        client.sign_in(account["token"].as_str().expect("a token"));
        client
    }

    /// Signed in as the first account of a role.
    pub fn as_first(&self, role: &str) -> Client {
        self.as_account(self.accounts(role).first().expect("an account"))
    }

    /// The patient at this place of the ready file, signed in, with token and chart.
    pub fn patient(&self, at: usize) -> (Client, String, String) {
        let account = &self.accounts("patient")[at];
        let text = |name: &str| account[name].as_str().expect("text").to_owned();
        (self.as_account(account), text("token"), text("chart"))
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to standard error.
    pub fn errors(&self) -> String {
        fs::read_to_string(self.log.with_extension("err")).expect("a log")
    }

    /// What it wrote to standard output.
    pub fn output(&self) -> String {
        fs::read_to_string(self.log.with_extension("out")).expect("a log")
    }

    /// Asks it to stop and waits; its exit code.
    pub fn stop(&mut self) -> Option<i32> {
        let id = Pid::from_child(&self.child);
        kill_process(id, Signal::TERM).expect("a signal");
        let begin = Instant::now();
        loop {
            match self.child.try_wait().expect("a state") {
                Some(status) => return status.code(),
                None => assert!(begin.elapsed() < STOP, "it does not stop"),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks it to stop, and nothing goes wrong.
    pub fn stop_well(mut self) {
        assert_eq!(self.stop(), Some(0), "{}", self.errors());
    }

    /// The same, and what it leaves is whole.
    pub fn stop_whole(self, place: &Place) {
        self.stop_well();
        let content = place.run(&["verify"], &[]);
        assert_eq!(content.code, 0, "{content:?}");
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("a signal");
        self.child.wait().expect("an end");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
