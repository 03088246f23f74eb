//! The list of this checkout itself.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{TARGET, list, native, packages};
use crate::workspace::{Key, Workspace, output};

fn made() -> (Workspace, Value, String) {
    let workspace = Workspace::find().unwrap();
    let (text, _) = list(&workspace, TARGET).unwrap();
    (workspace, serde_json::from_str(&text).unwrap(), text)
}

fn components(list: &Value) -> &Vec<Value> {
    list["components"].as_array().unwrap()
}

fn text<'a>(component: &'a Value, field: &str) -> &'a str {
    component[field].as_str().unwrap_or_default()
}

fn key(component: &Value) -> Key {
    (text(component, "name").to_owned(), text(component, "version").to_owned())
}

/// The crates of one scope.
fn crates(list: &Value, scope: &str) -> BTreeSet<Key> {
    let of = |one: &&Value| text(one, "scope") == scope && text(one, "purl").starts_with("pkg:cargo/");
    components(list).iter().filter(of).map(key).collect()
}

#[test]
fn every_crate_of_the_tree_is_listed_and_no_other() {
    let (workspace, list, _) = made();
    let program = key(&list["metadata"]["component"]);
    let tree = |edges| workspace.tree(TARGET, edges).unwrap().into_keys().collect::<BTreeSet<Key>>();
    let mut linked = tree("normal");
    assert!(linked.remove(&program), "the program is what the list is about");
    assert!(linked.len() > 100 && linked.iter().any(|(name, _)| name == "axum"));
    assert_eq!(crates(&list, "required"), linked);
    let mut only_built = tree("normal,build");
    only_built.retain(|key| !linked.contains(key) && *key != program);
    assert!(only_built.iter().any(|(name, _)| name == "cc"));
    assert_eq!(crates(&list, "excluded"), only_built);
}

/// The fields that the format asks for, and those one reads such a list for.
#[test]
fn the_list_is_cyclonedx_with_licences_and_hashes() {
    let (workspace, list, _) = made();
    let head = ["bomFormat", "specVersion"].map(|field| text(&list, field));
    assert_eq!((head, &list["version"]), (["CycloneDX", "1.6"], &1.into()));
    let (mut references, mut own) = (BTreeSet::from([text(&list["metadata"]["component"], "bom-ref")]), 0);
    for one in components(&list) {
        assert!(["library", "file"].contains(&text(one, "type")) && !text(one, "name").is_empty(), "{one}");
        assert!(references.insert(text(one, "bom-ref")), "twice: {one}");
        let digest = text(&one["hashes"][0], "content");
        let hashed = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        // Ours have no archive, and what is carried inside one has no other hash than that.
        own += usize::from(!hashed);
        if text(one, "type") == "library" {
            let licence = text(&one["licenses"][0], "expression");
            assert!(!licence.is_empty() && !licence.contains('/'), "{one}");
        }
    }
    let is_room = |one: &&Value| workspace.root.join("crates").join(text(one, "name")).is_dir();
    let rooms = components(&list).iter().filter(is_room).count();
    assert_eq!(own, rooms + native::KNOWN.len(), "rooms of ours and carried libraries");
    for needs in list["dependencies"].as_array().unwrap() {
        let all = needs["dependsOn"].as_array().unwrap().iter().chain([&needs["ref"]]);
        assert!(all.into_iter().all(|one| references.contains(one.as_str().unwrap())), "{needs}");
    }
    let mut all = list["dependencies"].as_array().unwrap().iter();
    let of_program = all.find(|it| text(it, "ref").contains("/namima@")).unwrap();
    assert!(of_program["dependsOn"].to_string().contains("pkg:cargo/web@"));
}

#[test]
fn the_list_is_the_same_each_time_and_names_no_place() {
    let (workspace, list, text) = made();
    assert_eq!(made().2, text);
    assert!(list.get("serialNumber").is_none() && list["metadata"].get("timestamp").is_none());
    let home = std::env::home_dir().unwrap();
    let [root, home] = [&workspace.root, &home].map(|folder| folder.to_str().unwrap());
    for place in [root, home, "path+file", "registry/", ".cargo/"] {
        assert!(!text.contains(place), "{place}");
    }
}

/// Verifies: SUP-005
#[test]
fn bundled_c_is_listed_with_its_own_version_and_advisories() {
    let (workspace, list, _) = made();
    let packages = packages::read(&workspace, TARGET).unwrap();
    assert_eq!(native::unknown(&packages).unwrap(), []);
    for native in native::KNOWN {
        let one = components(&list).iter().find(|one| text(one, "name") == native.name).unwrap();
        let (_, package) = packages.iter().find(|(key, _)| key.0 == native.carrier).unwrap();
        // An older version than the floor is an error here.
        let version = native.version(package).unwrap();
        assert!(text(one, "version") == version && text(one, "cpe").contains(&version), "{one}");
        let advisories = &one["externalReferences"][0];
        assert_eq!((text(advisories, "type"), text(advisories, "url")), ("advisories", native.advisories));
        let mut carriers = list["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| text(it, "ref").contains(native.carrier));
        assert!(
            carriers.any(|it| it["dependsOn"].as_array().unwrap().contains(&one["bom-ref"])),
            "{}",
            native.name
        );
    }
}

/// Every script, style and picture that is served stands in the list with the digest of its content.
///
/// Verifies: SUP-004
#[test]
fn every_served_file_is_hashed() {
    let (workspace, list, _) = made();
    let files = std::fs::read_dir(workspace.root.join("crates/web/assets")).unwrap();
    let path =
        |entry: std::fs::DirEntry| format!("crates/web/assets/{}", entry.file_name().to_str().unwrap());
    let mut served: Vec<String> = files.map(|entry| path(entry.unwrap())).collect();
    served.push("crates/figure/figure.css".to_owned());
    assert!(served.iter().filter(|path| path.ends_with(".js")).count() >= 4);
    for path in &served {
        let one = components(&list).iter().find(|one| text(one, "name") == path).expect(path);
        let sum = output(&mut workspace.command("sha256sum", &[path])).unwrap();
        assert!(sum.starts_with(text(&one["hashes"][0], "content")) && text(one, "type") == "file", "{one}");
    }
    let listed = components(&list).iter().filter(|one| text(one, "type") == "file").count();
    assert_eq!(listed, served.len());
}
