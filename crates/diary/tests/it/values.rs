//! Values that parse or do not.

use diary::{
    About, AccountId, ChartId, Code, DayEvent, HalfMicrograms, Language, Measure, Measurement, Medicine,
    Mode, Polarity, Role, Scale, Score, Severity, SleepHours, Strand, TaperClass, Text, ZoneName,
    listed_medicines,
};
use proptest::prelude::*;

use crate::any;

/// Unicode's `Bidi_Control`, and the byte order mark.
const HIDDEN: &str =
    "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\u{FEFF}";

/// Whatever was typed, what is kept is in normal form, within its length, without control or direction marks.
///
/// Verifies: SEC-006
#[test]
fn a_text_never_keeps_what_it_must_not() {
    proptest!(any::cases(1_000), |(raw in any::<String>())| {
        if let Ok(Some(kept)) = Text::parse(&raw) {
            let kept = kept.as_str();
            prop_assert!(!kept.is_empty() && kept.chars().count() <= Text::MAX);
            prop_assert!(kept.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()));
            prop_assert!(!kept.chars().any(|c| HIDDEN.contains(c)));
            prop_assert!(unicode_normalization::is_nfc(kept));
            let again = Text::parse(kept).unwrap().unwrap();
            prop_assert_eq!(again.as_str(), kept, "parsing again changes nothing");
        }
    });
    for c in HIDDEN.chars().chain(['\0', '\u{7}', '\u{1B}', '\u{7F}', '\u{9B}']) {
        assert_eq!(Text::parse(&format!("a{c}b")), Err(Code::BadCharacters), "U+{:04X}", c as u32);
    }
}

#[test]
fn a_text_is_cleaned_but_not_changed() {
    let kept = |raw: &str| Text::parse(raw).unwrap().map(|text| text.as_str().to_owned());
    assert_eq!(kept("  a\r\nb\rc\u{2028}d\t "), Some("a\nb\nc\nd".to_owned()));
    assert_eq!(kept("が"), Some("が".to_owned()), "composed");
    assert_eq!(kept(" \r\n\u{3000}"), None);
    assert_eq!(kept(&"あ".repeat(Text::MAX)).map(|text| text.chars().count()), Some(Text::MAX));
    assert_eq!(Text::parse(&"あ".repeat(Text::MAX + 1)), Err(Code::TooLong));
    assert_eq!(format!("{:?}", Text::parse("secret").unwrap()), "Some(Text(…))", "never in a log");
}

/// Verifies: INT-019
#[test]
fn a_dose_is_read_and_written_without_a_rounding() {
    proptest!(any::cases(1_000), |(dose in any::dose())| {
        prop_assert_eq!(HalfMicrograms::parse_mg(&dose.to_string()), Ok(dose));
    });
    proptest!(any::cases(500), |(text in "[0-9.eE+ -]{0,9}")| {
        if let Ok(dose) = HalfMicrograms::parse_mg(&text) {
            prop_assert_eq!(HalfMicrograms::parse_mg(&dose.to_string()), Ok(dose));
        }
    });
    let half_micrograms = |text| HalfMicrograms::parse_mg(text).map(HalfMicrograms::get);
    assert_eq!(half_micrograms("37.5"), Ok(75_000));
    assert_eq!(half_micrograms("0.0625"), Ok(125), "a quarter of 0.25 mg");
    assert_eq!(half_micrograms("0.0005"), Ok(1));
    assert_eq!(half_micrograms("100000"), Ok(200_000_000));
    for wrong in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", " 1", "１", "100000.0005", "9999999"] {
        assert_eq!(half_micrograms(wrong), Err(Code::OutOfRange), "{wrong}");
    }
    for too_fine in ["1.2344", "0.0001", "0.06250", "0.00005"] {
        assert_eq!(half_micrograms(too_fine), Err(Code::TooFine), "{too_fine}");
    }
    assert_eq!(HalfMicrograms::new(200_000_001), Err(Code::OutOfRange));
    assert_eq!(HalfMicrograms::from_micrograms(u64::MAX), Err(Code::OutOfRange));
    assert_eq!(HalfMicrograms::from_micrograms(62), HalfMicrograms::parse_mg("0.062"));
}

#[test]
fn a_measurement_is_exact_and_keeps_to_its_scale() {
    proptest!(any::cases(500), |(one in any::measurement())| {
        prop_assert_eq!(Measurement::parse(one.what(), &one.value().to_string()), Ok(one));
    });
    for what in Measure::ALL {
        let Scale { least, most, decimals, .. } = what.scale();
        assert!(least < most && decimals <= 3, "{}", what.as_str());
        let step = 10_u32.pow(3 - decimals);
        for end in [least, most] {
            assert_eq!(Measurement::parse(*what, &end.to_string()).map(|one| one.value()), Ok(end));
        }
        let (least, most) = (least.thousandths(), most.thousandths());
        let mut wrong = vec![least - step, most + step];
        wrong.extend((decimals < 3).then_some(least + step / 10));
        for wrong in wrong {
            assert_eq!(Measurement::new(*what, wrong), Err(Code::OutOfRange), "{}", what.as_str());
        }
    }
    let grams = |text| Measurement::parse(Measure::Weight, text).map(|one| one.value().thousandths());
    assert_eq!((grams("62.5"), grams("0.5"), grams("500.000")), (Ok(62_500), Ok(500), Ok(500_000)));
    for wrong in ["", "0", "0.499", "500.001", "62,5", "-62", "6e1", "62.5001", "1000000"] {
        assert_eq!(grams(wrong), Err(Code::OutOfRange), "{wrong}");
    }
}

#[test]
fn numbers_keep_to_their_scale() {
    assert_eq!((Score::new(0).map(Score::get), Score::new(10).map(Score::get)), (Ok(0), Ok(10)));
    assert_eq!((Score::new(-1), Score::new(11)), (Err(Code::OutOfRange), Err(Code::OutOfRange)));
    assert_eq!(SleepHours::from_hours(6.5).map(SleepHours::tenths), Ok(65));
    for wrong in [-0.1, 24.1, 6.55, f64::NAN, f64::INFINITY] {
        assert_eq!(SleepHours::from_hours(wrong), Err(Code::OutOfRange), "{wrong}");
    }
    proptest!(any::cases(241), |(tenths in 0u16..=240)| {
        let hours = SleepHours::from_tenths(tenths).unwrap();
        prop_assert_eq!(SleepHours::from_hours(hours.hours()), Ok(hours));
    });
    assert!([0, 4].iter().all(|number| Severity::from_number(*number) == Err(Code::OutOfRange)));
    assert!(Severity::ALL.iter().all(|grade| Severity::from_number(grade.number().into()) == Ok(*grade)));
}

#[test]
fn ids_have_one_form() {
    proptest!(any::cases(64), |(bytes in any::<[u8; 16]>())| {
        let id = ChartId::from_bytes(bytes);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
        prop_assert_eq!(id.to_bytes(), bytes);
    });
    let wrong = ["", "1", "{00000000-0000-0000-0000-000000000000}", "00000000000000000000000000000000"];
    assert!(wrong.iter().all(|text| text.parse::<AccountId>() == Err(Code::NotAnId)));
}

#[test]
fn a_medicine_is_meant_by_any_of_its_names() {
    for name in ["paroxetine", "パロキセチン", "ﾊﾟﾛｷｾﾁﾝ", "ぱろきせちん", "パキシル", "ＰＡＸＩＬ"]
    {
        assert_eq!(Medicine::named(name), Medicine::parse("paroxetine"), "{name}");
    }
    assert_eq!(Medicine::named(" 自家製の薬 "), Medicine::parse("自家製の薬"));
    assert_eq!(Medicine::named(" "), Err(Code::Missing));
    assert_eq!(Medicine::named(&"a ".repeat(50_000)), Err(Code::TooLong));
}

#[test]
fn names_are_read_as_they_are_written() {
    assert!(Role::ALL.iter().all(|role| Role::parse(role.as_str()) == Ok(*role)));
    assert!(Mode::ALL.iter().all(|mode| Mode::parse(mode.as_str()) == Ok(*mode)));
    assert!(DayEvent::ALL.iter().all(|event| DayEvent::parse(event.as_str()) == Ok(*event)));
    assert!(Polarity::ALL.iter().all(|way| Polarity::parse(way.as_str()) == Ok(*way)));
    assert_eq!(Language::parse("fr"), Err(Code::UnknownValue));
    assert!(Strand::ALL.iter().all(|strand| Strand::from_code(strand.code()) == Some(*strand)));
    assert_eq!(Strand::from_code(0), None);
}

#[test]
fn days_times_and_zones_have_one_form() {
    let about = About::parse("2026-11-24", Some("14:30"), "asia/tokyo").unwrap();
    assert_eq!((about.zone.as_str(), about.time), ("Asia/Tokyo", Some(jiff::civil::time(14, 30, 0, 0))));
    for wrong in ["", "2026-11-31", "20261124", "2026-11-24T10:00", "24/11/2026", "２０２６-11-24"] {
        let refused = About::parse(wrong, None, "Asia/Tokyo").unwrap_err();
        assert_eq!((refused.field, refused.code), ("date", Code::NotADate), "{wrong}");
    }
    for wrong in ["", "24:00", "7:30", "07:30:00", "T0730", "noon!"] {
        let refused = About::parse("2026-11-24", Some(wrong), "Asia/Tokyo").unwrap_err();
        assert_eq!((refused.field, refused.code), ("time", Code::NotATime), "{wrong}");
    }
    for wrong in ["", "Tokyo", "+09:00", "Etc/Unknown", "../etc/passwd", "Asia/Tokyo\0"] {
        assert_eq!(ZoneName::parse(wrong), Err(Code::NotAZone), "{wrong}");
    }
}

#[test]
fn medicines_are_known_by_id_or_by_name() {
    assert_eq!(listed_medicines().len(), 104);
    for listed in listed_medicines() {
        let medicine = Medicine::parse(listed.id).unwrap();
        assert_eq!((medicine.listed(), medicine.class()), (Some(listed), listed.class));
    }
    let own = Medicine::parse(" 漢方薬 ").unwrap();
    assert_eq!((own.as_str(), own.listed(), own.class()), ("漢方薬", None, TaperClass::Other));
    assert_eq!(Medicine::parse(" "), Err(Code::Missing));
    assert_eq!(Medicine::parse(&"a".repeat(81)), Err(Code::TooLong));
    assert_eq!(Medicine::parse("a\nb"), Err(Code::BadCharacters));
}
