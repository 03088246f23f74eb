//! A tiny HTTP client: one connection a request, every byte of the answer at hand.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

/// Someone who asks.
#[derive(Clone, Debug)]
pub struct Client {
    port: u16,
    cookie: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Without a session.
    pub fn new(port: u16) -> Self {
        Self { port, cookie: None }
    }

    /// The same person's session, from now on.
    pub fn sign_in(&mut self, token: &str) {
        let answer = self.post("/api/v1/sign-in/link", &json!({ "token": token }));
        assert_eq!(answer.status, 204, "{answer:?}");
        let cookie = answer.all("set-cookie").first().expect("a cookie").to_string();
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    /// The same session at another server.
    pub fn at(&self, port: u16) -> Self {
        Self { port, cookie: self.cookie.clone() }
    }

    /// The session's secret.
    pub fn secret(&self) -> &str {
        self.cookie.as_deref().and_then(|cookie| cookie.split_once('=')).expect("a session").1
    }

    /// Where it asks from.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("Host", &self.host())], b"")
    }

    /// Asks for JSON and reads it.
    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Sends JSON as our own pages do.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        let (host, origin) = (self.host(), self.origin());
        let headers = [
            ("Host", &*host),
            ("Origin", &*origin),
            ("Content-Type", "application/json"),
            ("Accept-Language", "ja"),
        ];
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Sends entries of a chart.
    pub fn submit(&self, chart: &str, entries: &[Value]) -> Answer {
        self.post(&format!("/api/v1/charts/{chart}/entries"), &json!({ "entries": entries }))
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// Sends exactly these headers, besides the session, the length and the end of the connection.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(cookie) = &self.cookie {
            head.push_str(&format!("Cookie: {cookie}\r\n"));
        }
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time limit");
        stream.write_all(&[head.as_bytes(), b"\r\n", body].concat()).expect("a request");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        Answer::read(&bytes)
    }
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("headers");
        let head = std::str::from_utf8(&bytes[..end]).expect("text");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.to_ascii_lowercase(), value.to_owned())
        };
        let answer = Self {
            status: status.parse().expect("a number"),
            headers: lines.map(header).collect(),
            body: bytes[end + 4..].to_vec(),
        };
        assert!(answer.all("transfer-encoding").is_empty(), "chunks are not read here");
        answer
    }

    /// Every value of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}
