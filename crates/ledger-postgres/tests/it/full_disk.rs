//! A disk that is really full under the tables.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use ledger::{Guard, Ledger, LedgerError, Storage};
use testkit::conformance::fixture::{
    CARE, CLINIC, PANEL, StrandWriter, append, chart, put, verified_chain, with,
};

/// A small file system that belongs to the account of the server. `cargo xtask test` leaves this module out, and its proof
/// with it, where nothing may be mounted.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mounted(on: PathBuf) -> Self {
        fs::create_dir(&on).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=32m,mode=700,uid=postgres", "tmpfs"])
            .arg(&on)
            .output();
        let disk = Self(on);
        assert!(
            mount.is_ok_and(|result| result.status.success()),
            "run as root: nobody else may mount a small file system"
        );
        disk
    }

    fn fill(&self) {
        let mut file = File::options().create(true).append(true).open(self.0.join("filler")).unwrap();
        for size in [65_536, 4_096, 512, 1] {
            while file.write_all(&vec![0x5a; size]).is_ok() {}
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = fs::remove_dir(&self.0);
    }
}

/// What was answered is exactly what is stored, reads go on, and with free space all is well again.
///
/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn full_disk_stores_nothing() {
    let server = crate::server::own();
    // The account of the server must be able to walk there: not into a private folder of this test.
    let on = std::env::temp_dir().join(format!("namima-full-{}", std::process::id()));
    let disk = SmallDisk::mounted(on);
    let fresh = crate::server::Fresh::on(server).await;
    let administrator = server.intruder("postgres").await;
    for text in [
        format!("CREATE TABLESPACE small LOCATION '{}'", disk.0.display()),
        format!("ALTER DATABASE {} SET TABLESPACE small", fresh.name),
    ] {
        administrator.batch_execute(&text).await.unwrap();
    }
    let ledger = fresh.node().await;
    disk.fill();
    let (mut pen, mut stored, mut full) = (StrandWriter::new(chart(1), CARE), 0, 0);
    for number in 0..400_u64 {
        let mut next = pen.clone();
        let change = with(append(number, vec![next.write_bytes(number, vec![7; 2_000])]), |change| {
            change.guards = vec![Guard::Head(chart(1), pen.head())];
            change.rows = put(number, &number.to_be_bytes(), 1).rows;
        });
        match ledger.commit(change).await {
            Ok(()) => (pen, stored) = (next, stored + 1),
            Err(error) => {
                assert_eq!(error, LedgerError::NotSaved(Storage::Full));
                full += 1;
            }
        }
    }
    assert!(full > 50 && stored < 350, "{stored} stored, {full} refused");
    assert_eq!(ledger.records(chart(1), &[CARE]).await.unwrap().len(), stored);
    assert_eq!(ledger.rows(CLINIC, PANEL, &[], None, 1000).await.unwrap().len(), stored);
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(stored as u64));

    fs::remove_file(disk.0.join("filler")).unwrap();
    ledger.commit(append(1000, vec![pen.write_bytes(1000, vec![7; 2_000])])).await.unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(stored as u64 + 1));
    // The server lets go of the disk before it goes.
    drop(ledger);
    let dropped = format!("DROP DATABASE {} WITH (FORCE)", fresh.name);
    administrator.batch_execute(&dropped).await.unwrap();
    server.stop();
}
