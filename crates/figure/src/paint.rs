//! What a mark is ([`Look`], [`Tone`]) and how a [`Paint`] shows it: classes on a page, resolved grey in print.

/// Which lane family a mark belongs to. On a page a tone is a colour; it never carries meaning alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// No lane: axes, days, labels.
    Ink,
    /// Mood.
    Mood,
    /// Anxiety.
    Anxiety,
    /// Sleep.
    Sleep,
    /// Medicine doses.
    Dose,
    /// TMS sessions.
    Tms,
    /// Questionnaire totals.
    Scale,
    /// Symptoms.
    Symptom,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A thin separating or guiding line.
    Hair,
    /// The line a row of marks stands on.
    Base,
    /// One stroke of the hatch of missing days.
    Hatch,
    /// The band of a "cannot write" day.
    CannotBand,
    /// The × of a "cannot write" day.
    CannotMark,
    /// Days the diary did not ask about.
    NotAsked,
    /// The dotted line of a dose step, through all lanes.
    Step,
    /// Day 0 of a small multiple.
    DayZero,
    /// The name of a lane.
    LaneName,
    /// The smaller note of a lane.
    LaneNote,
    /// Numbers and dates of an axis.
    AxisText,
    /// The label of a dose or of a measured value.
    ValueText,
    /// The filled dose.
    DoseArea,
    /// The dose before the diary: outline only, dashed.
    DoseBefore,
    /// The link between two medicines at a switch.
    Switch,
    /// One session.
    Session,
    /// The person's own range.
    Band,
    /// Raw values, pale.
    Raw,
    /// From the lowest to the highest value of one day.
    Extent,
    /// The same where it stands on every day: fainter.
    Faint,
    /// A value marked late, amended or written by another: outline, strong.
    Marked,
    /// A marked value whose shape is filled.
    MarkedFill,
    /// A value another person wrote: an empty outline, paler than the person's own values.
    Proxy,
    /// The trailing median of the person's own values.
    Median,
    /// The trailing median of values another person wrote.
    MedianProxy,
    /// Bars standing on zero.
    Bar,
    /// A symptom's severity 1.
    Mild,
    /// A symptom's severity 2.
    Moderate,
    /// A symptom's severity 3.
    Severe,
    /// A severity as a number.
    Numeral,
    /// Days since a medicine was stopped.
    Count,
    /// A small tick of an axis.
    Tick,
    /// An item's values, filled from its bottom.
    Item,
    /// Days counted from a dose change, through all lanes.
    Since,
    /// A mark without a grade.
    Ungraded,
    /// A measured total.
    Measure,
    /// A period.
    Span,
    /// The frame of a small multiple.
    Frame,
    /// A thin raw line.
    Thin,
    /// The reading line.
    Cross,
}

/// How looks become attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// CSS classes; the page's style sheet is [`crate::CSS`].
    Page,
    /// Resolved attributes that stay legible as a greyscale fax; no style sheet is needed.
    Print,
}

impl Paint {
    pub(crate) fn write(self, look: Look, tone: Tone, out: &mut String) {
        match self {
            Self::Page => {
                out.push_str(" class=\"");
                out.push_str(look.class());
                if let Some(tone) = tone.class() {
                    out.push(' ');
                    out.push_str(tone);
                }
                out.push('"');
            }
            Self::Print => out.push_str(look.print()),
        }
    }
}

impl Tone {
    /// Its class in a page's style sheet; ink has none.
    #[must_use]
    pub fn class(self) -> Option<&'static str> {
        Some(match self {
            Self::Ink => return None,
            Self::Mood => "mood",
            Self::Anxiety => "anxiety",
            Self::Sleep => "sleep",
            Self::Dose => "dose",
            Self::Tms => "tms",
            Self::Scale => "scale",
            Self::Symptom => "symptom",
        })
    }
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Hair => "hair",
            Self::Base => "base",
            Self::Hatch => "hatch",
            Self::CannotBand => "cb",
            Self::CannotMark => "cm",
            Self::NotAsked => "na",
            Self::Step => "step",
            Self::DayZero => "d0",
            Self::LaneName => "ln",
            Self::LaneNote => "lu",
            Self::AxisText => "ax",
            Self::ValueText => "vt",
            Self::DoseArea => "da",
            Self::DoseBefore => "db",
            Self::Switch => "sw",
            Self::Session => "ss",
            Self::Band => "band",
            Self::Raw => "pt",
            Self::Extent => "ex",
            Self::Faint => "fx",
            Self::Marked => "mk",
            Self::MarkedFill => "mf",
            Self::Proxy => "py",
            Self::Median => "med",
            Self::MedianProxy => "med px",
            Self::Bar => "day-bar",
            Self::Mild => "g1",
            Self::Moderate => "g2",
            Self::Severe => "g3",
            Self::Numeral => "gn",
            Self::Tick => "tk",
            Self::Count => "ct",
            Self::Item => "it",
            Self::Since => "since",
            Self::Ungraded => "g0",
            Self::Measure => "ms",
            Self::Span => "sp",
            Self::Frame => "fr",
            Self::Thin => "thin",
            Self::Cross => "cross",
        }
    }

    fn print(self) -> &'static str {
        match self {
            Self::Hair => " stroke=\"#bbb\" stroke-width=\".6\"",
            Self::Tick => " stroke=\"#000\" stroke-width=\"1\"",
            Self::Base => " stroke=\"#ddd\" stroke-width=\".6\"",
            Self::Hatch => " stroke=\"#888\" stroke-width=\"1\"",
            Self::CannotBand => " fill=\"#e0e0e0\"",
            Self::CannotMark => " fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\"",
            Self::NotAsked => " fill=\"#f4f4f4\"",
            Self::Step => " stroke=\"#000\" stroke-width=\".9\" stroke-dasharray=\"2 3\"",
            Self::DayZero => " stroke=\"#000\" stroke-width=\"1.2\"",
            Self::LaneName => {
                " fill=\"#000\" font-size=\"14\" font-weight=\"600\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\""
            }
            Self::Numeral => " fill=\"#000\" font-size=\"10\"",
            Self::LaneNote | Self::AxisText | Self::ValueText | Self::Count => {
                " fill=\"#222\" font-size=\"12\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\""
            }
            Self::DoseArea => " fill=\"#ddd\" stroke=\"#000\" stroke-width=\"1.3\"",
            Self::DoseBefore => " fill=\"none\" stroke=\"#000\" stroke-dasharray=\"4 3\"",
            Self::Switch => " fill=\"none\" stroke=\"#000\" stroke-width=\"1\"",
            Self::Session => " stroke=\"#000\"",
            Self::Band => " fill=\"#ccc\" fill-opacity=\".45\"",
            Self::Raw => " fill=\"none\" stroke=\"#777\" stroke-linecap=\"round\"",
            Self::Extent => " fill=\"none\" stroke=\"#aaa\"",
            Self::Faint => " fill=\"none\" stroke=\"#ccc\"",
            Self::Marked => " fill=\"#fff\" stroke=\"#000\" stroke-width=\"1.2\"",
            Self::MarkedFill => " fill=\"#000\" stroke=\"#000\" stroke-width=\"1\"",
            Self::Proxy => " fill=\"none\" stroke=\"#888\" stroke-width=\".9\"",
            Self::Median => " fill=\"none\" stroke=\"#000\" stroke-width=\"1.8\" stroke-linejoin=\"round\"",
            Self::MedianProxy => {
                " fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\" stroke-dasharray=\"5 3\""
            }
            Self::Bar => " stroke=\"#999\"",
            Self::Mild => " stroke=\"#666\"",
            Self::Moderate => " stroke=\"#333\"",
            Self::Severe => " stroke=\"#000\"",
            Self::Item => " fill=\"#555\" stroke=\"#555\" stroke-width=\".8\"",
            Self::Since => " stroke=\"#000\" stroke-width=\".6\" stroke-dasharray=\"1 3\"",
            Self::Ungraded => " fill=\"none\" stroke=\"#000\" stroke-linecap=\"round\"",
            Self::Measure => " fill=\"#fff\" stroke=\"#000\" stroke-width=\"1.6\"",
            Self::Span => " fill=\"#ccc\" stroke=\"#000\" stroke-width=\"1\"",
            Self::Frame => " fill=\"none\" stroke=\"#999\" stroke-width=\".8\"",
            Self::Thin => " fill=\"none\" stroke=\"#000\" stroke-width=\"1.3\" stroke-linejoin=\"round\"",
            Self::Cross => " stroke=\"#000\"",
        }
    }
}
