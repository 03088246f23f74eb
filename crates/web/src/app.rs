//! What every request has at hand.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clinic::Clinic;
use diary::AccountId;
use tokio::sync::Mutex;

/// How the clinic is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Plain HTTP on this machine alone: the demo.
    LoopbackHttp,
    /// TLS, here or at a proxy that is trusted.
    Tls,
}

/// One sign-in link of the demo.
#[derive(Clone)]
pub struct Link {
    /// Its secret.
    pub token: String,
    /// Whom it signs in.
    pub account: AccountId,
}

/// Everything a handler may use.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    clinic: Arc<Clinic>,
    transport: Transport,
    hosts: Vec<String>,
    links: Vec<Link>,
    health: Mutex<Option<(Instant, Health)>>,
}

/// Whether the clinic can serve and write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It can.
    Good,
    /// It cannot.
    Bad,
}

/// How old a verdict about the store may be.
const VERDICT_AGE: Duration = Duration::from_secs(5);

impl App {
    /// For the demo: plain HTTP on loopback, sign-in by link. `hosts` are the `Host` values it answers to.
    #[must_use]
    pub fn demo(clinic: Arc<Clinic>, hosts: Vec<String>, links: Vec<Link>) -> Self {
        Self::new(clinic, Transport::LoopbackHttp, hosts, links)
    }

    /// For a real clinic: no links.
    #[must_use]
    pub fn tls(clinic: Arc<Clinic>, hosts: Vec<String>) -> Self {
        Self::new(clinic, Transport::Tls, hosts, Vec::new())
    }

    fn new(clinic: Arc<Clinic>, transport: Transport, hosts: Vec<String>, links: Vec<Link>) -> Self {
        Self { inner: Arc::new(Inner { clinic, transport, hosts, links, health: Mutex::new(None) }) }
    }

    /// The clinic.
    #[must_use]
    pub fn clinic(&self) -> &Clinic {
        &self.inner.clinic
    }

    /// How it is reached.
    #[must_use]
    pub fn transport(&self) -> Transport {
        self.inner.transport
    }

    /// Whether this is a demo, with a watermark.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.inner.transport == Transport::LoopbackHttp
    }

    /// Whether a `Host` value is one of ours.
    #[must_use]
    pub fn knows_host(&self, host: &str) -> bool {
        self.inner.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether there are sign-in links at all.
    #[must_use]
    pub fn has_links(&self) -> bool {
        !self.inner.links.is_empty()
    }

    /// Whom a link's secret signs in. Every link is compared, in constant time each.
    #[must_use]
    pub fn link(&self, token: &str) -> Option<AccountId> {
        let given = token.as_bytes();
        let mut account = None;
        for link in &self.inner.links {
            if clinic::same_secret(link.token.as_bytes(), given) {
                account = Some(link.account);
            }
        }
        account
    }

    /// A verdict at most five seconds old.
    pub async fn health(&self) -> Health {
        let mut verdict = self.inner.health.lock().await;
        if let Some((at, health)) = *verdict
            && at.elapsed() < VERDICT_AGE
        {
            return health;
        }
        let health = match self.inner.clinic.probe().await {
            Ok(()) => Health::Good,
            Err(problem) => {
                tracing::warn!(code = problem.code(), "the store cannot be written");
                Health::Bad
            }
        };
        *verdict = Some((Instant::now(), health));
        health
    }
}
