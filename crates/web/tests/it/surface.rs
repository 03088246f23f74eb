//! What the interface does not do: take files, ask a browser for permissions, ask who somebody is beyond the least.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::guards::stored;
use crate::matrix::{Object, RULES, Things, WHO};
use testkit::{Ask, TestServer, get};

/// A request that brings a file along, in the ways in which browsers and programs send one.
fn with_a_file(ask: &Ask) -> Vec<Ask> {
    let file =
        "content-disposition: form-data; name=\"file\"; filename=\"photo.png\"\r\ncontent-type: image/png";
    let field = "content-disposition: form-data; name=\"mood\"";
    let parts = format!("--b\r\n{field}\r\n\r\n5\r\n--b\r\n{file}\r\n\r\nwhat is in it\r\n--b--\r\n");
    let kinds =
        ["multipart/form-data; boundary=b", "multipart/mixed; boundary=b", "image/png", "application/zip"];
    let plain = ["application/octet-stream", "text/csv", "application/fhir+json", "text/plain"];
    kinds
        .iter()
        .chain(&plain)
        .map(|kind| ask.clone().with("content-type", kind).saying(parts.clone()))
        .collect()
}

/// No route takes a file, in whatever form it is sent; nothing is stored of it, and no page offers to send one.
///
/// Verifies: SEC-012
#[tokio::test]
async fn nothing_takes_a_file() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    // These read no body at all.
    let deaf = ["/sign-out", "/api/v1/sign-out", "/language/{code}"];
    for rule in RULES.iter().filter(|rule| rule.method == "post") {
        for who in ["patient", "guardian", "clinician", "administrator"] {
            let session = world.sign_in(who).await;
            let whole = things.request(&world, rule, who, Object::Own, Some(&session));
            let before = stored(&world).await.0;
            for sent in with_a_file(&whole) {
                let answer = world.ask(sent).await;
                let refused = matches!(answer.code(), 400..=499);
                assert!(refused || deaf.contains(&rule.path), "{} by {who}: {}", rule.path, answer.code());
            }
            assert_eq!(stored(&world).await.0, before, "{} by {who}", rule.path);
        }
    }
    for page in pages(&world).await {
        for offer in ["type=\"file\"", "enctype", "multipart", "dropzone", "capture="] {
            assert!(!page.contains(offer), "{offer}");
        }
    }
}

/// Every page that somebody can open, as they see it.
async fn pages(world: &TestServer) -> Vec<String> {
    let things = Things::lay_out(world).await;
    let mut pages = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.method == "get" && !rule.path.starts_with("/api/")) {
        for who in WHO.iter().filter(|who| **who != "nobody") {
            let session = world.sign_in(who).await;
            let answer = world.ask(things.request(world, rule, who, Object::Own, Some(&session))).await;
            if answer.code() == 200 {
                pages.push(answer.text());
            }
        }
    }
    for kind in ["medicine", "dose", "tms", "event", "weight", "pulse", "review", "note"] {
        let clinician = world.sign_in("clinician").await;
        let form = world.ask(get(&format!("/charts/{}/add/{kind}", world.chart)).by(&clinician)).await;
        if form.code() == 200 {
            pages.push(form.text());
        }
    }
    assert!(pages.len() > 30, "{} pages", pages.len());
    pages
}

/// Features of a browser that ask the person first, by their names in the policy.
const ASKING: [&str; 13] = [
    "camera",
    "microphone",
    "geolocation",
    "midi",
    "usb",
    "serial",
    "hid",
    "idle-detection",
    "local-fonts",
    "clipboard-read",
    "display-capture",
    "storage-access",
    "xr-spatial-tracking",
];

/// What a script would call to be asked about: of these the app uses none.
const CALLS: [&str; 22] = [
    "getUserMedia",
    "getDisplayMedia",
    "mediaDevices",
    "geolocation",
    "Notification",
    "requestPermission",
    "permissions.",
    "pushManager",
    "serviceWorker",
    "requestMIDIAccess",
    "bluetooth",
    "navigator.usb",
    "navigator.serial",
    "navigator.hid",
    "clipboard.read",
    "storage.persist",
    "requestStorageAccess",
    "showOpenFilePicker",
    "showDirectoryPicker",
    "queryLocalFonts",
    "IdleDetector",
    "getScreenDetails",
];

/// Every answer of every route forbids what a browser would ask for, and no script asks for anything.
///
/// Verifies: DEV-011
#[tokio::test]
async fn no_page_needs_a_permission() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    for rule in RULES {
        for who in ["patient", "guardian", "clinician", "nobody"] {
            let session = if who == "nobody" { None } else { Some(world.sign_in(who).await) };
            let answer = world.ask(things.request(&world, rule, who, Object::Own, session.as_ref())).await;
            let policy = answer.header("permissions-policy").unwrap_or_default();
            let forbidden: BTreeSet<&str> = policy.split(',').map(str::trim).collect();
            for feature in ASKING {
                assert!(forbidden.contains(&*format!("{feature}=()")), "{} {feature}: {policy}", rule.path);
            }
        }
    }
    let scripts = scripts();
    assert!(scripts.len() >= 4);
    for (name, script) in &scripts {
        for call in CALLS {
            assert!(!script.contains(call), "{name}: {call}");
        }
    }
    for page in pages(&world).await {
        assert!(!page.contains("rel=\"manifest\"") && !page.contains("<iframe") && !page.contains(" allow="));
    }
}

fn scripts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let scripts =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "js" || ending == "mjs"));
    scripts.map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap())).collect()
}

/// Words that stand in a name of what must not be collected.
const NOT_COLLECTED: [&str; 31] = [
    "address",
    "postal",
    "postcode",
    "zip",
    "street",
    "prefecture",
    "city",
    "my_number",
    "mynumber",
    "national",
    "insurance",
    "insurer",
    "social_security",
    "passport",
    "licence",
    "photo",
    "picture",
    "image",
    "portrait",
    "avatar",
    "latitude",
    "longitude",
    "location",
    "position",
    "gps",
    "geo",
    "advertising",
    "idfa",
    "device_id",
    "imei",
    "住所",
];

/// The words of a field's name: `wire.sleep_hours` has wire, sleep, hours and the whole.
fn is_collected(name: &str) -> Option<&'static str> {
    let name = name.rsplit('.').next().unwrap_or(name).to_lowercase().replace('-', "_");
    let word = |banned: &&str| {
        name == **banned
            || name.split('_').any(|word| word == *banned)
            || name.contains(&format!("{banned}_"))
    };
    NOT_COLLECTED.into_iter().find(word)
}

/// `(name, class)` of every field of the inventory, which other tests hold against everything stored and transmitted.
fn inventory() -> Vec<(String, String)> {
    let text = |field: &toml::Table, key: &str| field[key].as_str().unwrap().to_owned();
    crate::inventory::fields().iter().map(|field| (text(field, "name"), text(field, "class"))).collect()
}

/// The names of the fields of every form.
async fn asked_for(world: &TestServer) -> BTreeSet<String> {
    let pages = pages(world).await;
    let names = pages.iter().flat_map(|page| page.split(" name=\"").skip(1));
    names.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// A person is a display name, a birth date that tells two of one name apart, and the clinic's own number; no form asks for
/// anything of the list, nothing of it is stored or sent, and contact channels there are none.
///
/// Verifies: PRIV-002
#[tokio::test]
async fn a_person_is_known_by_the_least() {
    let fields = inventory();
    let identifying: BTreeSet<&str> =
        fields.iter().filter(|(_, class)| class == "P2").map(|(name, _)| name.as_str()).collect();
    let known = [
        "account.name",
        "account.role",
        "answer.age",
        "answer.name",
        "identity.born",
        "identity.language",
        "identity.name",
        "identity.number",
        "line.role",
        "session.account",
    ];
    assert_eq!(identifying, BTreeSet::from(known), "whatever else tells who somebody is needs a reason");
    for name in fields.iter().map(|(name, _)| name.clone()).chain(asked_for(&TestServer::demo().await).await)
    {
        assert_eq!(is_collected(&name), None, "{name}");
    }
    for banned in ["postal_code", "wire.home_address", "insurance-number", "identity.photo", "my_number"] {
        assert!(is_collected(banned).is_some(), "{banned} would be found");
    }
}
