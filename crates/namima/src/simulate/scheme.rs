//! Invented step ladders, made of tablet sizes sold in Japan. They are figures for a demo, not advice for anyone.

/// A medicine and the doses a day it is brought down by, in micrograms.
#[derive(Debug)]
pub(super) struct Scheme {
    /// Catalogue id.
    pub(super) medicine: &'static str,
    /// Doses a day, the first one being where the taper starts, falling.
    pub(super) micrograms: &'static [u64],
    /// How fast it is felt.
    pub(super) onset: Onset,
}

impl Scheme {
    /// HalfMicrograms a day on a step of the ladder, the first being 0; none beyond its end.
    pub(super) fn dose(&self, step: usize) -> u64 {
        self.micrograms.get(step).copied().unwrap_or(0)
    }
}

/// Days from a step to the rise of its wave (model assumption).
#[derive(Clone, Copy, Debug)]
pub(super) enum Onset {
    /// 1 to 3 days.
    Quick,
    /// 2 to 5 days.
    Slow,
}

macro_rules! schemes {
    ($($name:ident: $medicine:literal, $onset:ident, [$($dose:literal),+];)+) => {
        $(pub(super) static $name: Scheme =
            Scheme { medicine: $medicine, micrograms: &[$($dose),+], onset: Onset::$onset };)+
        /// All ladders.
        pub(super) static ALL: &[&Scheme] = &[$(&$name),+];
    };
}

schemes! {
    PAROXETINE: "paroxetine", Quick, [30_000, 20_000, 15_000, 10_000, 7_500, 5_000, 2_500, 0];
    SERTRALINE: "sertraline", Slow, [100_000, 75_000, 50_000, 37_500, 25_000, 12_500, 0];
    ESCITALOPRAM: "escitalopram", Slow, [20_000, 15_000, 10_000, 7_500, 5_000, 2_500, 0];
    FLUVOXAMINE: "fluvoxamine", Quick, [150_000, 100_000, 75_000, 50_000, 25_000, 12_500, 0];
    VENLAFAXINE: "venlafaxine", Quick, [150_000, 112_500, 75_000, 37_500, 0];
    DULOXETINE: "duloxetine", Quick, [60_000, 40_000, 20_000, 0];
    MIRTAZAPINE: "mirtazapine", Slow, [30_000, 22_500, 15_000, 7_500, 0];
    CLONAZEPAM: "clonazepam", Slow, [2_000, 1_500, 1_000, 750, 500, 250, 0];
    LORAZEPAM: "lorazepam", Quick, [3_000, 2_500, 2_000, 1_500, 1_000, 750, 500, 250, 0];
    ETIZOLAM: "etizolam", Quick, [3_000, 2_500, 2_000, 1_500, 1_000, 750, 500, 250, 0];
    ALPRAZOLAM: "alprazolam", Quick, [1_200, 1_000, 800, 600, 400, 200, 0];
    OLANZAPINE: "olanzapine", Slow, [10_000, 7_500, 5_000, 2_500, 1_250, 0];
    ARIPIPRAZOLE: "aripiprazole", Slow, [12_000, 9_000, 6_000, 4_500, 3_000, 1_500, 0];
    RISPERIDONE: "risperidone", Slow, [4_000, 3_000, 2_000, 1_000, 500, 0];
    QUETIAPINE: "quetiapine", Slow, [200_000, 150_000, 100_000, 75_000, 50_000, 25_000, 12_500, 0];
}
