//! The 51 concepts of the symptom list, in the order of the published list they were gathered from.
//!
//! Own concept labels (the words are in the text files); which medicines a concept is reported with follows the
//! joint benzodiazepine tapering guideline (2025), Brandt 2020 (antipsychotics), Black 2000, Horowitz & Taylor 2022.
//! Choosing a safety concept shows help and opens a task. Severe akathisia is none of them: the published list has it as a
//! graded chip, and needs a review on the same day where it is severe, not for help on the screen.
//! Not a validated instrument: nothing is summed. The clinic's own clinical review of the labels is still required.

use super::Category::{Affective, Cognitive, Movement, Sensory, Sleep, Somatic};
use super::{Concept, Grade, Offer, Tms};
use crate::medicine::TaperClass::{Antidepressant, Antipsychotic, Benzodiazepine};

/// All concepts. Ids are stored: never change or remove one; add at the end.
#[rustfmt::skip]
pub static CONCEPTS: &[Concept] = &[
    Concept { id: "brain_zaps", category: Sensory, classes: &[Antidepressant], offer: Offer::Core(&[Antidepressant]), grade: Grade::Graded, safety: false },
    Concept { id: "dizziness", category: Sensory, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Antidepressant, Benzodiazepine, Antipsychotic]), grade: Grade::Graded, safety: false },
    Concept { id: "vertigo", category: Sensory, classes: &[Antidepressant, Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "paresthesia", category: Sensory, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Core(&[Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "light_sound_sensitivity", category: Sensory, classes: &[Benzodiazepine], offer: Offer::Core(&[Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "tinnitus", category: Sensory, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "visual_disturbance", category: Sensory, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "perceptual_distortion", category: Sensory, classes: &[Benzodiazepine], offer: Offer::Core(&[Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "formication", category: Sensory, classes: &[Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "taste_smell", category: Sensory, classes: &[Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "nausea", category: Somatic, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Antidepressant, Antipsychotic]), grade: Grade::Graded, safety: false },
    Concept { id: "vomiting", category: Somatic, classes: &[Antidepressant, Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "headache", category: Somatic, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Antidepressant, Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "flu_like", category: Somatic, classes: &[Antidepressant, Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "sweating", category: Somatic, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Benzodiazepine, Antipsychotic]), grade: Grade::Graded, safety: false },
    Concept { id: "diarrhea", category: Somatic, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "abdominal_pain", category: Somatic, classes: &[Benzodiazepine, Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "palpitations", category: Somatic, classes: &[Benzodiazepine, Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "fatigue", category: Somatic, classes: &[Antidepressant], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "appetite_loss", category: Somatic, classes: &[Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "dry_mouth", category: Somatic, classes: &[Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "raised_bp", category: Somatic, classes: &[Benzodiazepine], offer: Offer::AskedElsewhere, grade: Grade::Graded, safety: false },
    Concept { id: "tremor", category: Movement, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Core(&[Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "akathisia", category: Movement, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Antidepressant, Antipsychotic]), grade: Grade::Graded, safety: false },
    Concept { id: "involuntary_movements", category: Movement, classes: &[Antipsychotic], offer: Offer::Core(&[Antipsychotic]), grade: Grade::Graded, safety: false },
    Concept { id: "muscle_stiffness", category: Movement, classes: &[Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "muscle_twitch", category: Movement, classes: &[Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "gait_unsteady", category: Movement, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "seizure", category: Movement, classes: &[Benzodiazepine], offer: Offer::Tapers(&[Benzodiazepine], Tms::Too), grade: Grade::Ungraded, safety: true },
    Concept { id: "insomnia", category: Sleep, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::AskedElsewhere, grade: Grade::Graded, safety: false },
    Concept { id: "vivid_dreams", category: Sleep, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Core(&[Antidepressant]), grade: Grade::Graded, safety: false },
    Concept { id: "hypersomnia", category: Sleep, classes: &[Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "anxiety", category: Affective, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::AskedElsewhere, grade: Grade::Graded, safety: false },
    Concept { id: "panic", category: Affective, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "irritability", category: Affective, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Core(&[Antidepressant, Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "crying", category: Affective, classes: &[Antidepressant], offer: Offer::Core(&[Antidepressant]), grade: Grade::Graded, safety: false },
    Concept { id: "mood_swings", category: Affective, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "low_mood", category: Affective, classes: &[Antidepressant, Benzodiazepine], offer: Offer::AskedElsewhere, grade: Grade::Graded, safety: false },
    Concept { id: "elevated_mood", category: Affective, classes: &[Antidepressant, Antipsychotic], offer: Offer::Tapers(&[Antidepressant, Antipsychotic], Tms::Too), grade: Grade::Ungraded, safety: true },
    Concept { id: "tension", category: Affective, classes: &[Antipsychotic, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "suicidal_thoughts", category: Affective, classes: &[Antidepressant, Benzodiazepine, Antipsychotic], offer: Offer::Everyone, grade: Grade::Ungraded, safety: true },
    Concept { id: "concentration", category: Cognitive, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "memory", category: Cognitive, classes: &[Benzodiazepine], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "confusion", category: Cognitive, classes: &[Benzodiazepine, Antipsychotic], offer: Offer::Tapers(&[Benzodiazepine, Antipsychotic], Tms::No), grade: Grade::Ungraded, safety: true },
    Concept { id: "derealization", category: Cognitive, classes: &[Antidepressant, Benzodiazepine], offer: Offer::Core(&[Benzodiazepine]), grade: Grade::Graded, safety: false },
    Concept { id: "hallucination", category: Cognitive, classes: &[Benzodiazepine, Antipsychotic], offer: Offer::Tapers(&[Benzodiazepine, Antipsychotic], Tms::No), grade: Grade::Ungraded, safety: true },
    Concept { id: "paranoia", category: Cognitive, classes: &[Antipsychotic, Benzodiazepine], offer: Offer::Tapers(&[Antipsychotic], Tms::No), grade: Grade::Ungraded, safety: true },
    Concept { id: "fever", category: Somatic, classes: &[Antipsychotic], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "emotional_numbness", category: Affective, classes: &[Antidepressant], offer: Offer::Wider, grade: Grade::Graded, safety: false },
    Concept { id: "sexual_change", category: Somatic, classes: &[Antidepressant, Antipsychotic], offer: Offer::AdultsWiderList, grade: Grade::Graded, safety: false },
    Concept { id: "low_motivation", category: Affective, classes: &[Antipsychotic], offer: Offer::Core(&[Antipsychotic]), grade: Grade::Graded, safety: false },
];
