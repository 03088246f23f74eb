//! The root key file: made safely, refused where it is unsafe.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use vault::testing::{FixedRandom, INSTALLATION, MemoryKeys};
use vault::{Error, RootFileError, RootKey, Vault};

const TEXT: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &[u8], mode: u32) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }
}

fn refusal(path: &Path, forbidden: &[&Path]) -> RootFileError {
    RootKey::from_file(path, forbidden).unwrap_err()
}

#[test]
fn a_made_file_reads_back_as_the_same_key() {
    let place = Place::new();
    let path = place.path("clinic.root");
    let store = Arc::new(MemoryKeys::default());
    let random = Arc::new(FixedRandom::new(1));
    let made = RootKey::create_file(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o600);
    assert_eq!(fs::read(&path).unwrap().len(), 65);
    let id = Vault::create(made, INSTALLATION, store.clone(), random.clone(), 0).unwrap().root_id();
    let read = RootKey::from_file(&path, &[]).unwrap();
    assert_eq!(Vault::unlock(read, INSTALLATION, store, random).unwrap().root_id(), id);

    let before = fs::read(&path).unwrap();
    assert_eq!(RootKey::create_file(&path).unwrap_err(), Error::RootFile(RootFileError::Exists));
    assert_eq!(fs::read(&path).unwrap(), before);
    RootKey::create_file(&place.path("other.root")).unwrap();
    assert_ne!(fs::read(place.path("other.root")).unwrap(), before);
}

/// A bare file name lies in the folder the program was started in.
#[test]
fn a_file_can_be_made_by_its_name_alone() {
    let name = format!("vault-test-{}.root", std::process::id());
    let made = RootKey::create_file(Path::new(&name)).map(drop);
    let read = RootKey::from_file(Path::new(&name), &[]).map(drop);
    fs::remove_file(&name).unwrap();
    assert_eq!((made, read), (Ok(()), Ok(())));
}

/// Verifies: CRY-005
#[test]
fn any_right_of_others_is_refused() {
    let place = Place::new();
    for mode in [0o600, 0o400] {
        assert!(RootKey::from_file(&place.write("root", TEXT.as_bytes(), mode), &[]).is_ok());
        fs::remove_file(place.path("root")).unwrap();
    }
    for mode in [0o640, 0o604, 0o660, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777] {
        let path = place.write("root", TEXT.as_bytes(), mode);
        assert_eq!(refusal(&path, &[]), RootFileError::OpenToOthers, "{mode:o}");
        fs::remove_file(path).unwrap();
    }
}

/// Verifies: CRY-005
#[test]
fn a_file_inside_a_data_or_keys_folder_is_refused() {
    let place = Place::new();
    let (data, keys) = (place.path("clinic"), place.path("clinic.keys"));
    let beside = place.write("clinic.root", TEXT.as_bytes(), 0o600);
    assert!(RootKey::from_file(&beside, &[&data, &keys]).is_ok(), "the folders do not exist yet");
    for inside in ["clinic/root", "clinic/deep/er/root", "clinic.keys/root"] {
        let path = place.write(inside, TEXT.as_bytes(), 0o600);
        assert_eq!(refusal(&path, &[&data, &keys]), RootFileError::InsideForbidden);
    }
    assert!(RootKey::from_file(&beside, &[&data, &keys]).is_ok());
    symlink(&data, place.path("alias")).unwrap();
    assert_eq!(refusal(&place.path("alias/root"), &[&data]), RootFileError::InsideForbidden);
    assert_eq!(refusal(&data.join("root"), &[&place.path("alias")]), RootFileError::InsideForbidden);
    assert_eq!(refusal(&place.path("clinic.keys/../clinic/root"), &[&data]), RootFileError::InsideForbidden);
}

/// Verifies: CRY-005
#[test]
fn what_is_no_plain_file_is_refused() {
    let place = Place::new();
    let real = place.write("root", TEXT.as_bytes(), 0o600);
    symlink(&real, place.path("link")).unwrap();
    fs::create_dir(place.path("folder")).unwrap();
    assert_eq!(refusal(&place.path("link"), &[]), RootFileError::NotRegular);
    assert_eq!(refusal(&place.path("folder"), &[]), RootFileError::NotRegular);
    assert_eq!(refusal(&place.path("none"), &[]), RootFileError::Missing);
    let lost = RootKey::create_file(&place.path("none/root")).unwrap_err();
    assert_eq!(lost, Error::RootFile(RootFileError::Missing));
}

#[test]
fn only_the_exact_text_is_a_key() {
    let place = Place::new();
    let texts = [
        "".to_owned(),
        TEXT.trim_end().to_owned(),
        TEXT.to_uppercase(),
        format!("{TEXT}\n"),
        format!(" {TEXT}"),
        TEXT.replace('\n', "\r\n"),
        TEXT.replace("00", "0g"),
        TEXT.replacen("00", "", 1),
        format!("{}\n", "é".repeat(32)),
    ];
    for text in texts {
        let path = place.write("root", text.as_bytes(), 0o600);
        assert_eq!(refusal(&path, &[]), RootFileError::Malformed, "{text:?}");
    }
}
