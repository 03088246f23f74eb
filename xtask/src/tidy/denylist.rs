//! Crates that must not be in the program: clients of anything outside, translation and language models. cargo-deny knows no
//! beginnings of names, and counts what only tests turn on; its list of doubled and second crates is deny.toml.

use super::subject::{Finding, Subject, is_one_of};

/// HTTP and mail clients that open connections of their own; second TLS and cryptography stacks; language models, speech and
/// translation; clouds, telemetry, error trackers and feature flags.
const DENIED: &str = "
    reqwest* ureq* isahc surf curl* attohttpc minreq awc http-client gloo-net hyper-tls hyper-rustls hyper-openssl hyperlocal
    tungstenite tokio-tungstenite tonic
    native-tls openssl*
    openai* async-openai* anthropic* claude* genai llm* llama* ollama* mistralrs* rig-core langchain* candle-* tch ort ort-sys
    tokenizers hf-hub whisper* deepl* libretranslate* google-*
    aws-sdk-* azure_* sentry* opentelemetry* datadog* posthog* launchdarkly*";

/// Features that turn a server library into a client.
const DENIED_FEATURES: [(&str, &str); 4] =
    [("hyper", "client"), ("hyper-util", "client"), ("hyper-util", "client-legacy"), ("axum", "ws")];

/// Looks at every crate that the program links.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let denied = subject.linked.keys().filter(|name| is_one_of(DENIED, name));
    let mut findings: Vec<Finding> = denied
        .map(|name| {
            Finding::about("namima", format!("links {name}, which could send patient data elsewhere"))
        })
        .collect();
    for (name, feature) in DENIED_FEATURES {
        if subject.linked.get(name).is_some_and(|features| features.contains(feature)) {
            findings.push(Finding::about("namima", format!("links {name} with the feature {feature}")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Verifies: XFER-005
    #[test]
    fn a_client_of_models_translation_or_http_is_found() {
        let clients = [
            "reqwest",
            "ureq-proto",
            "async-openai",
            "anthropic-sdk",
            "candle-core",
            "deepl-api",
            "native-tls",
        ];
        for name in clients {
            assert_eq!(check(&Subject::default().linking(&[name])).len(), 1, "{name}");
        }
        let mut subject = Subject::default().linking(&["hyper-util"]);
        subject
            .linked
            .entry("hyper-util".into())
            .or_default()
            .extend(["server", "client-legacy"].map(String::from));
        assert_eq!(check(&subject).len(), 1);
    }

    #[test]
    fn servers_and_namesakes_pass() {
        assert_eq!(check(&Subject::default().linking(&["axum", "hyper", "aws-lc-rs", "sort", "awcx"])), []);
    }
}
