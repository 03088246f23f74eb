//! Crates that must not be in the program: clients of anything outside, translation and language models.

use super::subject::{Finding, Linked, Subject};

/// Names, or beginnings of names where they end in `*`.
const DENIED: [&str; 47] = [
    // HTTP and mail clients that open connections of their own
    "reqwest*",
    "ureq*",
    "isahc",
    "surf",
    "curl*",
    "attohttpc",
    "minreq",
    "awc",
    "http-client",
    "gloo-net",
    "hyper-tls",
    "hyper-rustls",
    "hyper-openssl",
    "hyperlocal",
    "tungstenite",
    "tokio-tungstenite",
    "tonic",
    // second TLS and cryptography stacks
    "native-tls",
    "openssl*",
    // language models, speech and translation
    "openai*",
    "async-openai*",
    "anthropic*",
    "claude*",
    "genai",
    "llm*",
    "llama*",
    "ollama*",
    "mistralrs*",
    "rig-core",
    "langchain*",
    "candle-*",
    "tch",
    "ort",
    "ort-sys",
    "tokenizers",
    "hf-hub",
    "whisper*",
    "deepl*",
    "libretranslate*",
    "google-*",
    // clouds, telemetry, error trackers, feature flags
    "aws-sdk-*",
    "azure_*",
    "sentry*",
    "opentelemetry*",
    "datadog*",
    "posthog*",
    "launchdarkly*",
];

/// Features that turn a server library into a client.
const DENIED_FEATURES: [(&str, &str); 4] =
    [("hyper", "client"), ("hyper-util", "client"), ("hyper-util", "client-legacy"), ("axum", "ws")];

/// Looks at every crate that the program links.
pub fn check(subject: &Subject) -> Vec<Finding> {
    subject
        .linked
        .iter()
        .filter_map(|linked| wrong(linked).map(|why| Finding::about("namima", why)))
        .collect()
}

fn wrong(linked: &Linked) -> Option<String> {
    if DENIED.iter().any(|pattern| matches(pattern, &linked.name)) {
        return Some(format!("links {}, which could send patient data elsewhere", linked.name));
    }
    let (_, feature) = DENIED_FEATURES
        .iter()
        .find(|(name, feature)| *name == linked.name && linked.features.iter().any(|one| one == feature))?;
    Some(format!("links {} with the feature {feature}", linked.name))
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, features: &[&str]) -> usize {
        let features = features.iter().map(|feature| (*feature).to_owned()).collect();
        let linked = vec![Linked { name: name.into(), features }];
        check(&Subject { linked, ..Subject::default() }).len()
    }

    /// Verifies: XFER-005
    #[test]
    fn a_client_of_models_translation_or_http_is_found() {
        for name in [
            "reqwest",
            "ureq-proto",
            "async-openai",
            "anthropic-sdk",
            "candle-core",
            "deepl-api",
            "native-tls",
        ] {
            assert_eq!(found(name, &[]), 1, "{name}");
        }
        assert_eq!(found("hyper-util", &["server", "client-legacy"]), 1);
    }

    #[test]
    fn servers_and_namesakes_pass() {
        for name in ["axum", "hyper", "aws-lc-rs", "sort", "awcx"] {
            assert_eq!(found(name, &["server"]), 0, "{name}");
        }
    }
}
