//! The symptom list and the medicine catalogue: what was ever stored keeps its meaning.

use diary::{
    Age, Grade, Medicine, Severity, Symptom, TaperClass, Tms, listed_medicines, offered, same_day_answers,
    symptoms,
};

/// Every id that version 0.1.0 could store, with what it means. Lines are only ever added.
const SYMPTOMS: &str = include_str!("../golden/symptoms.txt");
const MEDICINES: &str = include_str!("../golden/medicines.txt");

/// Verifies: INT-009
#[test]
fn no_id_that_was_ever_used_is_gone_or_means_something_else() {
    for line in SYMPTOMS.lines() {
        let [id, category, grade] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let concept = Symptom::parse(id).unwrap().concept();
        // Every safety concept is ungraded, and no other is: what one version stored as a safety answer stays one.
        let graded = match (concept.grade, concept.safety) {
            (Grade::Graded, false) => "graded",
            (Grade::Ungraded, true) => "safety",
            (Grade::Graded, true) => "graded-safety",
            (Grade::Ungraded, false) => "ungraded",
        };
        assert_eq!((concept.category.as_str(), graded), (category, grade), "{id}");
    }
    for line in MEDICINES.lines() {
        let (id, class) = line.split_once(' ').unwrap();
        assert_eq!(format!("{:?}", Medicine::parse(id).unwrap().class()), class, "{id}");
        assert!(Medicine::parse(id).unwrap().listed().is_some(), "{id}");
    }
    assert_eq!((symptoms().count(), SYMPTOMS.lines().count()), (51, 51), "a new concept needs its line");
    assert_eq!(listed_medicines().len(), MEDICINES.lines().count(), "a new medicine needs its line");
}

fn ids(list: &[Symptom]) -> Vec<&'static str> {
    list.iter().map(|symptom| symptom.id()).collect()
}

#[test]
fn safety_concepts_stand_in_the_first_list_for_whom_they_are_offered() {
    let safety = |classes: &[TaperClass], tms| {
        let (first, _) = offered(classes, tms, Age::Adult);
        ids(&first.into_iter().filter(|symptom| symptom.is_safety()).collect::<Vec<_>>())
    };
    use TaperClass::{Antidepressant, Antipsychotic, Benzodiazepine};
    assert_eq!(safety(&[], Tms::No), ["suicidal_thoughts"]);
    assert_eq!(safety(&[], Tms::Too), ["seizure", "elevated_mood", "suicidal_thoughts"]);
    assert_eq!(safety(&[Antidepressant], Tms::No), ["elevated_mood", "suicidal_thoughts"]);
    assert_eq!(
        safety(&[Benzodiazepine], Tms::No),
        ["seizure", "suicidal_thoughts", "confusion", "hallucination"]
    );
    let psychotic = ["elevated_mood", "suicidal_thoughts", "confusion", "hallucination", "paranoia"];
    assert_eq!(safety(&[Antipsychotic], Tms::No), psychotic);
}

/// What a class is known for stands first for whoever takes it; the others find it in the wider list.
#[test]
fn core_symptoms_stand_first_for_those_who_take_the_class() {
    let lists = |classes: &[TaperClass]| {
        let (first, wider) = offered(classes, Tms::No, Age::Adult);
        (ids(&first), ids(&wider))
    };
    let (first, wider) = lists(&[]);
    assert_eq!(first, ["suicidal_thoughts"]);
    assert!(["brain_zaps", "vertigo", "seizure"].iter().all(|id| wider.contains(id)));
    let (first, wider) = lists(&[TaperClass::Antidepressant]);
    assert!(first.contains(&"brain_zaps") && !wider.contains(&"brain_zaps"));
    assert!(wider.contains(&"paresthesia") && wider.contains(&"vertigo") && !first.contains(&"vertigo"));
    let (first, _) = lists(&[TaperClass::Antidepressant, TaperClass::Benzodiazepine]);
    assert!(first.contains(&"brain_zaps") && first.contains(&"paresthesia"));
}

#[test]
fn nothing_is_offered_twice_and_nothing_that_is_asked_elsewhere() {
    for classes in
        [&[][..], &[TaperClass::Antidepressant], &[TaperClass::Benzodiazepine, TaperClass::Antipsychotic]]
    {
        for (age, count) in [(Age::Adult, 47), (Age::Minor, 46)] {
            let (first, wider) = offered(classes, Tms::Too, age);
            let mut all = ids(&[first, wider].concat());
            assert_eq!(all.len(), count);
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "twice");
            assert!(["insomnia", "anxiety", "low_mood", "raised_bp"].iter().all(|id| !all.contains(id)));
            assert_eq!(all.contains(&"sexual_change"), age == Age::Adult);
        }
    }
}

/// The safety concepts are those of the published list. Severe akathisia asks for a look on the same day, not for help on
/// the screen: it stays a graded symptom.
#[test]
fn exactly_the_always_offered_concepts_are_safety_answers() {
    let safety: Vec<Symptom> = symptoms().filter(|symptom| symptom.is_safety()).collect();
    let listed = ["seizure", "elevated_mood", "suicidal_thoughts", "confusion", "hallucination", "paranoia"];
    assert_eq!(ids(&safety), listed);
    assert_eq!(Symptom::parse("akathisia").unwrap().concept().grade, Grade::Graded);
}

/// A look on the same day is asked for by the safety concepts and by severe akathisia, and two of them are emergencies of the
/// body.
#[test]
fn the_answers_for_a_look_on_the_same_day_are_the_safety_list_and_severe_akathisia() {
    let answers: Vec<(Symptom, Option<Severity>)> = same_day_answers().collect();
    assert!(answers.iter().all(|(symptom, severity)| symptom.needs_same_day_review(*severity)));
    let (graded, safety): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|(_, severity)| severity.is_some());
    assert_eq!(graded, [(Symptom::parse("akathisia").unwrap(), Some(Severity::Severe))]);
    let safety: Vec<Symptom> = safety.into_iter().map(|(symptom, _)| symptom).collect();
    assert_eq!(safety, symptoms().filter(|symptom| symptom.is_safety()).collect::<Vec<_>>());
    let body: Vec<Symptom> = symptoms().filter(|symptom| symptom.is_bodily_emergency()).collect();
    assert_eq!(ids(&body), ["seizure", "confusion"]);
}
