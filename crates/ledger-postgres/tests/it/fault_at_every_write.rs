//! A server that fails at every write of a commit in turn, COMMIT included: nothing is half stored, and the next works.

use ledger::{Change, JobWrite, Ledger, LedgerError, RowWrite, Storage};
use testkit::conformance::fixture::{
    CARE, CLINIC, OWN, PANEL, StrandWriter, append, assert_empty, chart, event_about, job, row,
    verified_chain, with,
};
use tokio_postgres::Client;

const TABLES: [&str; 6] = ["record", "head", "audit", "audit_head", "row", "job"];
const FAULTS: [(&str, Storage); 3] =
    [("53100", Storage::Full), ("58030", Storage::Io), ("XX001", Storage::Corrupt)];

/// The clinic's audit head; two records, two events; three rows, two jobs; two heads, the audit head. Four of them insert
/// or replace, which counts twice.
const WRITES: usize = 17;

/// A change with everything that a change can have.
fn everything() -> Change {
    let records = vec![StrandWriter::new(chart(1), CARE).write(1), StrandWriter::new(chart(1), OWN).write(2)];
    with(append(1, records), |change| {
        change.rows = vec![
            RowWrite::Put(row(b"k", 1)),
            RowWrite::Refresh(row(b"l", 2)),
            RowWrite::Delete(PANEL, b"m".to_vec()),
        ];
        change.jobs = vec![JobWrite::Open(job(1, 10)), JobWrite::Close(job(2, 10).id, 5)];
        change.also(event_about(2, 5));
    })
}

/// Lets the statement of this number fail, counted over all tables; writes that find no row count too.
async fn arm(saboteur: &Client, number: usize, code: &str) {
    let mut text = format!(
        "CREATE SEQUENCE times;
        GRANT ALL ON times TO PUBLIC;
        CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('public.times') = {number} THEN RAISE EXCEPTION '' USING ERRCODE = '{code}'; END IF;
            RETURN NULL;
        END $$;"
    );
    for table in TABLES {
        text += &format!(
            "CREATE TRIGGER fault BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION fault();"
        );
    }
    saboteur.batch_execute(&text).await.unwrap();
}

/// Lets COMMIT itself fail, after every statement went well.
async fn arm_commit(saboteur: &Client, code: &str) {
    let text = format!(
        "CREATE SEQUENCE times;
        CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '' USING ERRCODE = '{code}';
        END $$;
        CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION fault()"
    );
    saboteur.batch_execute(&text).await.unwrap();
}

/// How many writes were reached.
async fn disarm(saboteur: &Client) -> i64 {
    let text = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM times";
    let reached = saboteur.query_one(text, &[]).await.unwrap().get(0);
    saboteur.batch_execute("DROP FUNCTION fault CASCADE; DROP SEQUENCE times").await.unwrap();
    reached
}

/// Verifies: AUD-003, AVL-007
#[tokio::test]
async fn fault_at_every_write_stores_nothing() {
    let fresh = crate::server::fresh().await;
    let (ledger, saboteur) = (fresh.node().await, fresh.server.intruder(&fresh.name).await);
    for number in 1..=WRITES {
        for (code, storage) in FAULTS {
            arm(&saboteur, number, code).await;
            let answer = ledger.commit(everything()).await;
            // Statements behind the failing one are refused by the server, so none of them counts.
            assert_eq!(disarm(&saboteur).await, i64::try_from(number).unwrap(), "there is no write {number}");
            assert_eq!(answer, Err(LedgerError::NotSaved(storage)), "write {number}");
            assert_empty(&ledger).await.unwrap();
        }
    }
    for (code, _) in FAULTS {
        arm_commit(&saboteur, code).await;
        assert_eq!(ledger.commit(everything()).await, Err(LedgerError::Unknown));
        disarm(&saboteur).await;
        assert_empty(&ledger).await.unwrap();
    }
    arm(&saboteur, 99, "53100").await;
    ledger.commit(everything()).await.unwrap();
    assert_eq!(disarm(&saboteur).await, i64::try_from(WRITES).unwrap(), "every write was tried");
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(2));
}
