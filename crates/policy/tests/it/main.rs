//! The rules, asked every question there is.

use diary::{
    CheckIn, DayEvent, DoseChange, EntryId, Event, HalfMicrograms, ImportedRow, ImportedSet, Measure,
    Measurement, Medicine, MedicineStart, Precision, Review, ReviewClaim, Role, Sharing, SleepNight, Strand,
    Submission, Text, TmsSession,
};
use policy::{Action, Denial, Kinds, Medicines, Purpose, RULES, Reasons, Relation, Request, decide};

fn every_request() -> impl Iterator<Item = Request> {
    Role::ALL.iter().flat_map(|role| {
        Relation::ALL.into_iter().flat_map(move |relation| {
            Action::ALL.into_iter().flat_map(move |action| {
                Purpose::ALL.into_iter().map(move |purpose| Request {
                    role: *role,
                    relation,
                    action,
                    purpose,
                })
            })
        })
    })
}

/// What is allowed, in one table that a person can check line by line.
fn allowed() -> Vec<String> {
    let mut lines: Vec<String> = every_request()
        .filter_map(|request| {
            let grant = decide(&request).ok()?;
            let Request { role, relation, action, purpose } = request;
            let mut but = String::new();
            if (grant.medicines, grant.reasons) != (Medicines::History, Reasons::All) {
                but = format!(", medicines {:?}, reasons {:?}", grant.medicines, grant.reasons);
            }
            if grant.kinds != Kinds::All {
                but = format!("{but}, kinds {:?}", grant.kinds);
            }
            Some(format!("{role:?} {relation:?} {action:?} {purpose:?} -> {:?}{but}", grant.strands))
        })
        .collect();
    lines.sort();
    lines
}

/// Verifies: ACC-001
#[test]
fn what_no_rule_allows_is_denied() {
    insta::assert_snapshot!(allowed().join("\n"));
    for request in every_request().filter(|request| request.relation == Relation::None) {
        if !matches!(request.action, Action::ReadPanel | Action::ListPatients) {
            assert_eq!(decide(&request), Err(Denial { rule: "no-relation" }), "{request:?}");
        }
    }
}

/// Verifies: ACC-003
#[test]
fn reception_administrator_and_privacy_officer_open_nothing() {
    let closed = [Role::Reception, Role::Administrator, Role::PrivacyOfficer, Role::Supporter];
    for request in every_request().filter(|request| closed.contains(&request.role)) {
        assert!(decide(&request).is_err(), "{request:?}");
    }
}

/// Verifies: ACC-002
#[test]
fn staff_read_a_chart_only_with_a_care_relationship() {
    for request in every_request().filter(|r| matches!(r.role, Role::Clinician | Role::CareStaff)) {
        let reads = request.action == Action::ReadChart;
        if reads && request.relation != Relation::CareTeam {
            assert!(decide(&request).is_err(), "{request:?}");
        }
    }
}

/// Verifies: PRIV-006
#[test]
fn staff_never_read_for_a_purpose_outside_the_list_and_patients_only_for_themselves() {
    for request in every_request() {
        let Ok(grant) = decide(&request) else { continue };
        match request.role {
            Role::Patient => assert_eq!(request.purpose, Purpose::SelfReflection, "{}", grant.rule),
            _ => assert_ne!(request.purpose, Purpose::SelfReflection, "{}", grant.rule),
        }
    }
}

/// Part of: CONS-010
#[test]
fn guardians_open_the_family_strand_and_nothing_else() {
    for request in every_request().filter(|request| request.role == Role::Guardian) {
        if let Ok(grant) = decide(&request) {
            assert_eq!(grant.strands, [Strand::Family], "{request:?}");
            assert_eq!((grant.medicines, grant.reasons), (Medicines::InForce, Reasons::NotOfStaff));
        }
    }
}

/// A technician opens one strand for its TMS sessions, writes nothing else into it, and knows of their patients the names.
///
/// Verifies: ACC-016
#[test]
fn technicians_have_tms_sessions_and_names_and_nothing_else() {
    let mut granted = Vec::new();
    for request in every_request().filter(|request| request.role == Role::Technician) {
        let Ok(grant) = decide(&request) else { continue };
        assert_eq!(request.purpose, Purpose::Care, "{request:?}");
        assert_eq!(grant.strands.is_empty(), request.action == Action::ListPatients, "{request:?}");
        if !grant.strands.is_empty() {
            assert_eq!(
                (grant.strands, grant.kinds),
                (&[Strand::Care][..], Kinds::TmsSessions),
                "{request:?}"
            );
            assert_eq!(request.relation, Relation::CareTeam);
        }
        granted.push(request.action);
    }
    granted.sort_unstable();
    granted.dedup();
    let all = [Action::ReadChart, Action::WriteTmsSession, Action::UseTmsPages, Action::ListPatients];
    assert_eq!(granted, all);
    for request in every_request().filter(|request| request.role != Role::Technician) {
        let theirs = [Action::WriteTmsSession, Action::UseTmsPages, Action::ListPatients];
        assert!(!theirs.contains(&request.action) || decide(&request).is_err(), "{request:?}");
    }
}

/// Each kind of page is for one kind of reader, and only in their own relation.
///
/// Verifies: ACC-001
#[test]
fn pages_are_for_those_they_are_made_for() {
    let readers = |action| {
        let allowed = every_request().filter(|request| request.action == action && decide(request).is_ok());
        let mut readers: Vec<_> = allowed.map(|request| (request.role, request.relation)).collect();
        readers.dedup();
        readers
    };
    assert_eq!(readers(Action::UseOwnPages), [(Role::Patient, Relation::Own)]);
    assert_eq!(readers(Action::UseFamilyPage), [(Role::Guardian, Relation::Guardian)]);
    let team = [(Role::Clinician, Relation::CareTeam), (Role::CareStaff, Relation::CareTeam)];
    assert_eq!(readers(Action::UseDesk), team);
    assert_eq!(readers(Action::UseTmsPages), [(Role::Technician, Relation::CareTeam)]);
}

/// Verifies: PRIV-005
#[test]
fn only_the_patient_opens_what_is_only_theirs() {
    for request in every_request() {
        let Ok(grant) = decide(&request) else { continue };
        let covered = Strand::ALL.into_iter().filter(|strand| grant.covers(*strand));
        assert!(covered.eq(grant.strands.iter().copied()), "{}", grant.rule);
        if grant.covers(Strand::Own) {
            assert_eq!((request.role, request.relation), (Role::Patient, Relation::Own));
        }
    }
}

/// Part of: ACC-010
#[test]
fn working_notes_stay_with_the_clinician() {
    for request in every_request() {
        let Ok(grant) = decide(&request) else { continue };
        assert!(!grant.covers(Strand::Staff) || request.role == Role::Clinician, "{request:?}");
    }
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    for (at, rule) in RULES.iter().enumerate() {
        assert!(RULES.iter().skip(at + 1).all(|other| other.name != rule.name), "{}", rule.name);
    }
}

/// What each kind of entry needs, for a person who keeps or watches a diary and for everybody else.
#[test]
fn what_an_entry_needs_follows_from_its_kind_and_its_voice() {
    let text = || Text::parse("-").unwrap().unwrap();
    let (medicine, per_day) = (Medicine::parse("sertraline").unwrap(), HalfMicrograms::new(1_000).unwrap());
    let dose = DoseChange { medicine: medicine.clone(), per_day, precision: Precision::Day };
    let started = MedicineStart { medicine, per_day, precision: Precision::Day, replaces: None };
    let check_in = CheckIn::default();
    let row = ImportedRow { set: EntryId::from_bytes([1; 16]), values: Vec::new() };
    let weight = Measurement::parse(Measure::Weight, "60").unwrap();
    let content = [
        (Submission::CheckIn { check_in, note: None, note_for: Sharing::CareTeam }, [Action::WriteDiary; 2]),
        (Submission::Sleep(SleepNight::default()), [Action::WriteDiary; 2]),
        (Submission::Note(text()), [Action::WriteDiary; 2]),
        (
            Submission::Review {
                review: Review { up_to: jiff::Timestamp::UNIX_EPOCH, answer: None },
                claim: ReviewClaim::default(),
            },
            [Action::Review; 2],
        ),
        (Submission::StaffNote(text()), [Action::WriteStaffNote; 2]),
        (Submission::MedicineStart(started), [Action::WriteFacts; 2]),
        (Submission::DoseChange(dose), [Action::WriteFacts; 2]),
        (TmsSession::default().into(), [Action::WriteFacts; 2]),
        (Submission::ImportedSet(ImportedSet { series: Vec::new() }), [Action::BringIn; 2]),
        (Submission::ImportedRow(row), [Action::BringIn; 2]),
        (
            Submission::Event(Event { what: DayEvent::Illness, until: None }),
            [Action::WriteDiary, Action::WriteFacts],
        ),
        (Submission::Measurement(weight), [Action::WriteDiary, Action::WriteFacts]),
        (Submission::EnteredInError, [Action::WriteDiary, Action::WriteFacts]),
    ];
    for (content, [own, other]) in content {
        for role in Role::ALL.iter().filter(|role| **role != Role::Technician) {
            let keeps = matches!(role, Role::Patient | Role::Guardian);
            assert_eq!(
                Action::to_write(&content, *role),
                if keeps { own } else { other },
                "{role:?}: {content:?}"
            );
        }
        let session = matches!(content, Submission::Fields(_) | Submission::EnteredInError);
        let technician = if session { Action::WriteTmsSession } else { other };
        assert_eq!(Action::to_write(&content, Role::Technician), technician, "{content:?}");
    }
}

/// The names stand in logs, audit events and addresses: they stay as they are.
#[test]
fn names_are_fixed() {
    let relations = Relation::ALL.map(Relation::as_str);
    assert_eq!(relations, ["own", "guardian", "supporter", "care_team", "none"]);
    assert_eq!(relations.map(Relation::parse), Relation::ALL.map(Some));
    assert_eq!(Relation::parse("Own"), None);
    let purposes = Purpose::ALL.map(Purpose::as_str);
    assert_eq!(purposes, ["care", "self_reflection", "safety", "legal_record"]);
    assert_eq!(purposes.map(Purpose::parse), Purpose::ALL.map(Some));
    for unknown in ["", "Care", "care ", "research"] {
        assert_eq!(Purpose::parse(unknown), None, "{unknown}");
    }
    let actions = Action::ALL.map(Action::as_str).join(" ");
    let expected = "read_chart write_diary write_facts review write_staff_note read_panel read_access_list export \
                    bring_in use_own_pages use_family_page use_desk write_tms_session use_tms_pages \
                    list_patients";
    assert_eq!(actions, expected);
}
