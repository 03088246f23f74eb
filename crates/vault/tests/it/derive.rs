//! Derived ids, pseudonyms and MACs.

use crate::support::{CHART, CLINIC, STRAND, vault, vault_with_store};
use std::collections::HashSet;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vault::testing::{FixedRandom, INSTALLATION, fixed_root};
use vault::{ChartId, ClinicId, StrandCode, Vault, constant_time_eq};

#[test]
fn a_record_id_depends_on_every_part_and_survives_a_restart() {
    let (vault, store) = vault_with_store();
    let (author, entry) = ([1; 16], [2; 16]);
    let of = |clinic: &ClinicId, chart: &ChartId| vault.record_ids(clinic, chart).unwrap();
    let own = of(&CLINIC, &CHART);
    let ids = [
        own.id(&author, &entry, STRAND, 0),
        of(&ClinicId([9; 16]), &CHART).id(&author, &entry, STRAND, 0),
        of(&CLINIC, &ChartId([9; 16])).id(&author, &entry, STRAND, 0),
        own.id(&[9; 16], &entry, STRAND, 0),
        own.id(&author, &[9; 16], STRAND, 0),
        own.id(&author, &entry, StrandCode(9), 0),
        own.id(&author, &entry, STRAND, 9),
    ]
    .map(Result::unwrap);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let restarted =
        Vault::unlock(fixed_root([7; 32]), INSTALLATION, store, Arc::new(FixedRandom::new(5))).unwrap();
    let again = restarted.record_ids(&CLINIC, &CHART).unwrap();
    assert_eq!(again.id(&author, &entry, STRAND, 0).unwrap(), ids[0]);
}

#[test]
fn a_job_id_follows_from_the_record_and_tells_nothing_of_it() {
    let (vault, store) = vault_with_store();
    let record = vault::RecordId([7; 16]);
    let ids = [
        vault.job_id(&CLINIC, &CHART, &record),
        vault.job_id(&ClinicId([9; 16]), &CHART, &record),
        vault.job_id(&CLINIC, &ChartId([9; 16]), &record),
        vault.job_id(&CLINIC, &CHART, &vault::RecordId([8; 16])),
        vault::testing::fixed_vault(2).unwrap().job_id(&CLINIC, &CHART, &record),
        Ok(record.0),
    ]
    .map(Result::unwrap);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let restarted =
        Vault::unlock(fixed_root([7; 32]), INSTALLATION, store, Arc::new(FixedRandom::new(5))).unwrap();
    assert_eq!(restarted.job_id(&CLINIC, &CHART, &record).unwrap(), ids[0]);
}

#[test]
fn values_of_other_clinics_purposes_and_installations_differ() {
    let (one, other) = (vault(), vault::testing::fixed_vault(2).unwrap());
    let far = ClinicId([9; 16]);
    let values = [
        one.form_mac(&CLINIC, b"0312345678"),
        one.form_mac(&far, b"0312345678"),
        one.token_hash(b"0312345678"),
        one.subject_pseudonym(&CLINIC, &CHART),
        one.subject_pseudonym(&far, &CHART),
        other.subject_pseudonym(&CLINIC, &CHART),
    ]
    .map(Result::unwrap);
    assert_eq!(values.iter().collect::<HashSet<_>>().len(), values.len());
}

/// A comparison that stops at the first difference would be thousands of times faster on the early one.
///
/// Verifies: CRY-013
#[test]
fn comparison_takes_as_long_for_an_early_as_for_a_late_difference() {
    let secret = vec![0; 1 << 20];
    let (mut early, mut late) = (secret.clone(), secret.clone());
    early[0] = 1;
    late[secret.len() - 1] = 1;
    let fastest = |guess: &[u8]| {
        let once = || {
            let start = Instant::now();
            assert!(!constant_time_eq(black_box(&secret), black_box(guess)));
            start.elapsed()
        };
        (0..40).map(|_| once()).min().unwrap_or(Duration::ZERO)
    };
    let (early, late) = (fastest(&early), fastest(&late));
    assert!(early * 10 > late && late * 10 > early, "{early:?} against {late:?}");
    assert!(constant_time_eq(&secret, &secret.clone()) && !constant_time_eq(&secret, &secret[1..]));
}

#[test]
fn tokens_and_ids_are_fresh() {
    let vault = vault();
    assert_ne!(vault.new_id().unwrap(), vault.new_id().unwrap());
    assert_ne!(*vault.new_token().unwrap(), *vault.new_token().unwrap());
}
