//! Rows.

use ledger::{Ledger, LedgerError, Row, RowWrite, Space};

use super::Outcome;
use super::fixture::{CLINIC, OTHER, PANEL, assert_empty, change, put, row, verified_chain, with};

/// A row is written, replaced with the version given, and removed; removing it twice is no error.
pub async fn written_replaced_removed(ledger: &dyn Ledger) -> Outcome {
    ledger.commit(put(1, b"k", 1)).await?;
    ledger.commit(put(2, b"k", 2)).await?;
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, Some(row(b"k", 2)));
    assert_eq!(ledger.row(CLINIC, Space(8), b"k").await?, None);
    assert_eq!(ledger.row(OTHER, PANEL, b"k").await?, None);
    assert_eq!(ledger.row(CLINIC, PANEL, b"").await?, None);

    for number in [3, 4] {
        let rows = vec![RowWrite::Delete(PANEL, b"k".to_vec())];
        ledger.commit(with(change(number), |change| change.rows = rows)).await?;
        assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, None);
    }
    let rows = vec![RowWrite::Delete(PANEL, b"k".to_vec()), RowWrite::Put(row(b"k", 1))];
    ledger.commit(with(change(5), |change| change.rows = rows)).await?;
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, Some(row(b"k", 1)));
    verified_chain(ledger, CLINIC).await.map(drop)
}

/// A refresh replaces a row that is there and never brings one back.
pub async fn only_a_present_row_is_refreshed(ledger: &dyn Ledger) -> Outcome {
    let refresh = |version| vec![RowWrite::Refresh(row(b"k", version))];
    ledger.commit(with(change(1), |change| change.rows = refresh(1))).await?;
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, None);

    ledger.commit(put(2, b"k", 1)).await?;
    ledger.commit(put(3, b"l", 1)).await?;
    ledger.commit(with(change(4), |change| change.rows = refresh(2))).await?;
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, Some(row(b"k", 2)));
    assert_eq!(ledger.row(CLINIC, PANEL, b"l").await?, Some(row(b"l", 1)));
    assert_eq!(ledger.rows(OTHER, PANEL, b"", None, 10).await?, []);

    let gone = vec![RowWrite::Delete(PANEL, b"k".to_vec()), RowWrite::Refresh(row(b"k", 3))];
    ledger.commit(with(change(5), |change| change.rows = gone)).await?;
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, None);
    let unversioned = with(change(6), |change| change.rows = refresh(0));
    assert_eq!(ledger.commit(unversioned).await, Err(LedgerError::Malformed));
    verified_chain(ledger, CLINIC).await.map(drop)
}

/// The rows of a prefix in the order of their bytes, from one page to the next.
pub async fn rows_come_by_prefix(ledger: &dyn Ledger) -> Outcome {
    let keys: [&[u8]; 7] = [b"", b"a", b"a\x00", b"a\xff", b"a\xff\xff", b"b", b"\xff\xff"];
    let mut all = change(1);
    all.rows = keys.iter().rev().map(|key| RowWrite::Put(row(key, 1))).collect();
    all.rows.push(RowWrite::Put(Row { space: Space(8), ..row(b"ab", 1) }));
    ledger.commit(all).await?;

    let page = async |prefix: &[u8], after: Option<&[u8]>, limit| {
        let rows = ledger.rows(CLINIC, PANEL, prefix, after, limit).await?;
        Ok::<_, LedgerError>(rows.into_iter().map(|row| row.key).collect::<Vec<_>>())
    };
    assert_eq!(page(b"", None, 10).await?, keys);
    assert_eq!(page(b"a", None, 10).await?, [b"a".as_slice(), b"a\x00", b"a\xff", b"a\xff\xff"]);
    assert_eq!(page(b"a", None, 2).await?, [b"a".as_slice(), b"a\x00"]);
    assert_eq!(page(b"a", Some(b"a\x00"), 2).await?, [b"a\xff".as_slice(), b"a\xff\xff"]);
    assert_eq!(page(b"a", Some(b"a\xff\xff"), 2).await?, Vec::<Vec<u8>>::new());
    assert_eq!(page(b"a\xff", None, 10).await?, [b"a\xff".as_slice(), b"a\xff\xff"]);
    assert_eq!(page(b"\xff", None, 10).await?, [b"\xff\xff"]);
    assert_eq!(page(b"a", Some(b""), 1).await?, [b"a"]);
    assert_eq!(page(b"a", Some(b"b"), 10).await?, Vec::<Vec<u8>>::new());
    assert_eq!(ledger.rows(OTHER, PANEL, b"", None, 10).await?, []);
    Ok(())
}

/// The rows of several keys at once; missing ones are left out.
pub async fn rows_of_some_keys(ledger: &dyn Ledger) -> Outcome {
    let rows = [b"a", b"b", b"c"].map(|key| RowWrite::Put(row(key, 1))).to_vec();
    ledger.commit(with(change(1), |change| change.rows = rows)).await?;
    let keys = [b"c", b"x", b"a"].map(|key| key.to_vec());
    let mut found = ledger.rows_at(CLINIC, PANEL, &keys).await?;
    found.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(found, [row(b"a", 1), row(b"c", 1)]);
    Ok(())
}

/// The health check writes and leaves nothing, as often as it is asked.
pub async fn probe_leaves_nothing(ledger: &dyn Ledger) -> Outcome {
    ledger.probe().await?;
    ledger.probe().await?;
    assert_empty(ledger).await
}
