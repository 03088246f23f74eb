//! A small HTTP/1.1 client for loopback: one connection, kept open, one request at a time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Longer than any answer of a healthy server; a hung one must not hang the measurement.
const TIMEOUT: Duration = Duration::from_secs(30);
const MOST_BODY_BYTES: usize = 64 * 1024 * 1024;

/// A connection with what every request on it carries.
pub struct Client {
    stream: BufReader<TcpStream>,
    /// `http://localhost:PORT`, also the Origin header.
    url: String,
    credential: Option<(&'static str, String)>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The first cookie set, as `name=value`.
    pub cookie: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects to `url`; requests carry no cookie until [`Client::sign_in`].
    pub fn connect(url: &str) -> Result<Self> {
        let port = url.rsplit(':').next().and_then(|port| port.trim_end_matches('/').parse::<u16>().ok());
        let port = port.with_context(|| format!("no port in {url}"))?;
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        Ok(Self {
            stream: BufReader::new(stream),
            url: url.trim_end_matches('/').to_owned(),
            credential: None,
        })
    }

    /// Trades a demo token for a session; later requests on this connection carry it.
    pub fn sign_in(&mut self, token: &str) -> Result<()> {
        let answer = self.post("/api/v1/sign-in/link", &serde_json::json!({ "token": token }).to_string())?;
        match (answer.status, answer.cookie) {
            (204, Some(cookie)) => self.credential = Some(("Cookie", cookie)),
            (status, cookie) => bail!("sign-in answered {status}, cookie: {}", cookie.is_some()),
        }
        Ok(())
    }

    /// Later requests on this connection carry this token, for servers that know no cookies.
    pub fn authorise(&mut self, token: String) {
        self.credential = Some(("Authorization", token));
    }

    /// The header by which requests on this connection are known.
    pub fn credential(&self) -> Result<(&'static str, String)> {
        self.credential.clone().context("nobody has signed in on this connection")
    }

    /// Sends a GET.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, "")
    }

    /// Sends JSON by POST.
    pub fn post(&mut self, path: &str, json: &str) -> Result<Answer> {
        self.send("POST", path, json)
    }

    /// Sends JSON by PATCH.
    pub fn patch(&mut self, path: &str, json: &str) -> Result<Answer> {
        self.send("PATCH", path, json)
    }

    fn send(&mut self, method: &str, path: &str, json: &str) -> Result<Answer> {
        let host = self.url.trim_start_matches("http://");
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: ja\r\n");
        if let Some((name, value)) = &self.credential {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" {
            let origin = &self.url;
            let length = json.len();
            request.push_str(&format!(
                "Origin: {origin}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
            ));
        }
        request.push_str("\r\n");
        request.push_str(json);
        self.stream.get_mut().write_all(request.as_bytes())?;
        read_answer(&mut self.stream)
    }
}

fn read_answer(stream: &mut impl BufRead) -> Result<Answer> {
    let status = line(stream)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status line")?;
    let (mut cookie, mut length, mut chunked) = (None, 0, false);
    loop {
        let header = line(stream)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').context("a header without a colon")?;
        match (name.to_ascii_lowercase().as_str(), value.trim()) {
            ("content-length", value) => length = value.parse().context("content-length")?,
            ("transfer-encoding", value) => chunked = value.eq_ignore_ascii_case("chunked"),
            ("set-cookie", value) if cookie.is_none() => cookie = value.split(';').next().map(String::from),
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        while let Some(chunk) = chunk(stream)? {
            body.extend(chunk);
        }
    } else {
        body = exactly(stream, length)?;
    }
    Ok(Answer { status, cookie, body })
}

fn line(stream: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        bail!("the server closed the connection");
    }
    Ok(line.trim_end().to_owned())
}

fn chunk(stream: &mut impl BufRead) -> Result<Option<Vec<u8>>> {
    let size = line(stream)?;
    let size =
        usize::from_str_radix(size.split(';').next().unwrap_or_default(), 16).context("size of a chunk")?;
    let bytes = exactly(stream, size)?;
    line(stream)?;
    Ok((size > 0).then_some(bytes))
}

fn exactly(stream: &mut impl Read, length: usize) -> Result<Vec<u8>> {
    anyhow::ensure!(length <= MOST_BODY_BYTES, "an answer of {length} bytes");
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Answer> {
        read_answer(&mut text.as_bytes())
    }

    #[test]
    fn bodies_are_read_by_length_and_by_chunks() {
        let plain = read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd").unwrap();
        assert_eq!((plain.status, plain.body.as_slice()), (200, &b"abc"[..]));
        let text = "HTTP/1.1 422 X\r\ntransfer-encoding: chunked\r\n\r\n2;x\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        assert_eq!(read(text).unwrap().body, b"abc");
    }

    #[test]
    fn the_cookie_is_taken_without_its_attributes() {
        let answer = read("HTTP/1.1 204 X\r\nSet-Cookie: s=1; HttpOnly; Path=/\r\n\r\n").unwrap();
        assert_eq!(answer.cookie.as_deref(), Some("s=1"));
    }

    #[test]
    fn a_cut_answer_is_an_error() {
        for text in
            ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "junk\r\n\r\n"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
