//! docs/requirements/due.toml: which requirements must have a passing test. Ids are only ever added.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workspace::{Workspace, output};

/// Where the list stands.
pub const PATH: &str = "docs/requirements/due.toml";

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    due: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    since: String,
}

/// The due ids with the version since which each is proven.
pub type Due = BTreeMap<String, String>;

/// Reads the list; an id twice is an error.
pub fn read(text: &str) -> Result<Due> {
    let list: List = toml::from_str(text).context(PATH)?;
    let mut due = Due::new();
    for Entry { id, since } in list.due {
        anyhow::ensure!(due.insert(id.clone(), since).is_none(), "{PATH}: {id} is there twice");
    }
    Ok(due)
}

/// Every id that was due in any committed version of the list.
pub fn ever(workspace: &Workspace) -> Result<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    // Before the first commit there is no history to compare with.
    if output(&mut workspace.command("git", &["rev-parse", "--verify", "--quiet", "HEAD"])).is_err() {
        return Ok(ids);
    }
    let log = ["log", "--format=%H", "--diff-filter=AM", "--", PATH];
    let commits = output(&mut workspace.command("git", &log))?;
    for commit in commits.lines() {
        let text = output(&mut workspace.command("git", &["show", &format!("{commit}:{PATH}")]))?;
        // A broken old version cannot be mended now; the newest is checked by `read`.
        let due = toml::from_str::<List>(&text).map(|list| list.due).unwrap_or_default();
        ids.extend(due.into_iter().map(|one| one.id));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_strictly() {
        assert_eq!(read("due = []").unwrap(), Due::new());
        let due = read("[[due]]\nid = 'ACC-001'\nsince = '0.1.0'\n").unwrap();
        assert_eq!(due["ACC-001"], "0.1.0");
        for more in ["[[due]]\nid = 'A'\nsince = '2'\n", "[[due]]\nid = 'B'\n", "note = 'x'\n"] {
            assert!(read(&format!("[[due]]\nid = 'A'\nsince = '1'\n{more}")).is_err(), "{more}");
        }
    }

    fn git(workspace: &Workspace, arguments: &[&str]) {
        let who = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"];
        output(workspace.command("git", &who).args(arguments)).unwrap();
    }

    /// Verifies: SDL-002
    #[test]
    fn an_id_of_any_committed_version_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        let workspace = Workspace { target: root.join("target"), root };
        git(&workspace, &["init", "--quiet"]);
        assert!(ever(&workspace).unwrap().is_empty());
        std::fs::create_dir_all(workspace.root.join("docs/requirements")).unwrap();
        let of = |id: &str| format!("[[due]]\nid = '{id}'\nsince = '1'\n");
        for text in [of("ACC-001"), of("ACC-002"), "due = []\n".to_owned()] {
            std::fs::write(workspace.root.join(PATH), text).unwrap();
            git(&workspace, &["add", "."]);
            git(&workspace, &["commit", "--quiet", "--message", "x"]);
        }
        assert_eq!(ever(&workspace).unwrap(), ["ACC-001".to_owned(), "ACC-002".to_owned()].into());
    }
}
