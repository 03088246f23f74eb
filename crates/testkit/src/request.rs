//! One request, as a browser would send it, and its answer.

use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::Response;
use clinic::Viewer;
use serde_json::Value;

/// Someone signed in.
pub struct Session {
    /// The header of the next request.
    pub cookie: String,
    /// What the clinic calls whoever signed in.
    pub viewer: Viewer,
}

/// A request. Headers set later replace those set before.
#[derive(Clone)]
pub struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, Option<String>)>,
    body: Vec<u8>,
    peer: Option<SocketAddr>,
}

/// A request with nothing but its method and path.
pub fn ask(method: &'static str, path: &str) -> Ask {
    Ask { method, path: path.to_owned(), headers: Vec::new(), body: Vec::new(), peer: None }
}

/// A page or an answer asked for.
pub fn get(path: &str) -> Ask {
    ask("GET", path)
}

/// JSON from a page of ours.
pub fn json(path: &str, body: &Value) -> Ask {
    ask("POST", path).same_origin().with("content-type", "application/json").saying(body.to_string())
}

/// A form from a page of ours, without its token.
pub fn form(path: &str, fields: &[(&str, &str)]) -> Ask {
    let body = serde_urlencoded::to_string(fields).unwrap();
    ask("POST", path).same_origin().with("content-type", "application/x-www-form-urlencoded").saying(body)
}

impl Ask {
    /// As from a page of the clinic.
    pub fn same_origin(self) -> Self {
        self.with("sec-fetch-site", "same-origin").with("origin", "@")
    }

    /// `@` as a value stands for the clinic's own origin.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, Some(value.to_owned())));
        self
    }

    /// Leaves out a header that the kit would add.
    pub fn without(mut self, name: &'static str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, None));
        self
    }

    /// By somebody who is signed in.
    pub fn by(self, session: &Session) -> Self {
        self.with("cookie", &session.cookie)
    }

    /// By somebody who chose a language for this device.
    pub fn in_language(self, session: &Session, language: &str) -> Self {
        self.with("cookie", &format!("{}; lang={language}", session.cookie))
    }

    /// As the connection it comes on says.
    pub fn from(mut self, peer: &str) -> Self {
        self.peer = peer.parse().ok();
        self
    }

    /// The request to a clinic that answers to this host and origin.
    pub(crate) fn into_request(self, host: &str, origin: &str) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        if !self.headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", host);
        }
        for (name, value) in self.headers {
            if let Some(value) = value {
                request = request.header(name, if value == "@" { origin.to_owned() } else { value });
            }
        }
        let mut request = request.body(Body::from(self.body)).unwrap();
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        request
    }

    /// With this body.
    pub fn saying(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}

/// The part of a page from a mark to the end of what follows it.
pub fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split(from).nth(1).unwrap_or_else(|| panic!("{from} is not in: {page}"));
    rest.split(to).next().unwrap()
}

/// The token with which a read-back is confirmed.
pub fn token_of(page: &Answer) -> String {
    let text = page.text();
    let found = text.split("name=\"read_back\" value=\"").nth(1).unwrap();
    found.split('"').next().unwrap().to_owned()
}

/// Status, headers and body, to be compared.
pub type Bytes = (u16, Vec<(String, Vec<u8>)>, Vec<u8>);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The whole answer, its body read to the end.
    pub(crate) async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// The status as a number.
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text()))
    }

    /// One header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Everything a reader could compare: status, headers but the date, body.
    pub fn bytes(&self) -> Bytes {
        let headers = self.headers.iter().filter(|(name, _)| name.as_str() != "date");
        let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
        (self.code(), headers, self.body.clone())
    }

    /// Asserts the status, and shows the body where it is another.
    #[track_caller]
    pub fn is(self, code: u16) -> Self {
        assert_eq!(self.code(), code, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}
