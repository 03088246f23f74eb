//! Doses are read back before they are stored: which medicine, how much until now, how much from when.

use axum::http::StatusCode;
use clinic::{ChartView, ClinicError};
use diary::chart::{Chart, DoseLane, DoseStep, Entry};
use diary::{Code, HalfMicrograms, Medicine, NewEntry, Precision, Submission};
use jiff::civil::Date;

use super::read_back_view::{Name, ReadBack, ReadBackPage};
use super::sent::{NextMove, Sent};
use crate::http::error::HttpError;
use crate::http::input_error::InputError;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::forms::form::Form;
use crate::pages::forms::state::FormState;
use crate::pages::layout::context::render;
use crate::pages::layout::view::NavItem;
use crate::pages::parts::patient_header::Who;

/// Reads a dose; the first time it is shown to be read back, the second time it is stored.
///
/// # Errors
/// [`ClinicError::NotFound`] for a chart that is not this reader's.
pub async fn read_back_or_store(sent: &Sent<'_>, form: &Form) -> Result<NextMove, HttpError> {
    let page = sent.page;
    let view = sent.open().await?;
    if form.value("edit").is_some() {
        let again = sent.form_page(&view, FormState::of(form.0.clone()))?;
        return Ok(NextMove::Show(render(&again, StatusCode::OK)));
    }
    let entry = entry(sent, &view, form)?;
    let dosed = Dosed::of(&entry).ok_or(ClinicError::NotFound)?;
    // A second press of the button: what is stored already does not need to be read again.
    if is_stored(sent, &view, &entry) {
        return Ok(NextMove::store(entry));
    }
    let lane = lane(sent, &view.chart, dosed.medicine);
    let on = |day: Option<Date>| lane.as_ref().zip(day).and_then(|(lane, day)| lane.on(day));
    let before = on(entry.about.date.yesterday().ok());
    let replaces =
        dosed.replaces.map(|old| (page.t.medicine(old), goes_on(&view.chart, old, entry.about.date)));
    let later = lane.as_ref().map_or_else(Vec::new, |lane| later(lane, entry.about.date));
    let bound = format!("{} {:?}", dosed.bound(sent, &entry, before), (&replaces, &later));
    let clinic = page.app.clinic();
    if clinic.accounts().form_token_fits(&page.viewer, &bound, form.value("read_back").unwrap_or_default()) {
        return Ok(NextMove::store(entry));
    }
    let read_back = ReadBack {
        medicine: page.t.medicine(dosed.medicine),
        name: name(form.value("medicine").unwrap_or_default(), sent.kind, lane.as_ref(), dosed.medicine),
        today: (view.today, on(Some(view.today))),
        before,
        after: dosed.per_day,
        from: (entry.about.date, dosed.precision),
        replaces,
        later,
        reason: entry.amends.as_ref().map(|amends| amends.reason.as_str().to_owned()),
    };
    let shown = ReadBackPage {
        layout: page.layout(NavItem::Elsewhere),
        who: Who::of(page, &view),
        kind: sent.kind,
        action: sent.form_address(),
        form: FormState::of(carried(form)),
        entry: entry.id.to_string(),
        token: clinic.accounts().form_token(&page.viewer, &bound)?,
        read_back,
    };
    Ok(NextMove::Show(render(&shown, StatusCode::OK)))
}

/// What the form says, with the medicine as the chart names it.
fn entry(sent: &Sent<'_>, view: &ChartView, form: &Form) -> Result<NewEntry, InputError> {
    let page = sent.page;
    let lanes = view.chart.doses();
    let mut form = form.clone();
    for (field, value) in &mut form.0 {
        let typed = value.trim();
        let of_chart = || {
            let exact = lanes.iter().find(|lane| lane.medicine.as_str() == typed);
            exact
                .or_else(|| lanes.iter().find(|lane| lane.medicine.is_called(typed)))
                .map(|lane| &lane.medicine)
        };
        let chosen = sent.kind == DeskForm::Dose || field == "replaces";
        *value = match field.as_str() {
            "medicine" | "replaces" if typed.is_empty() => continue,
            "medicine" | "replaces" => match (of_chart(), chosen) {
                (Some(medicine), _) => medicine.as_str().to_owned(),
                (None, true) => return Err(InputError::new(field, Code::UnknownValue)),
                (None, false) => continue,
            },
            _ => continue,
        };
    }
    let entry = form.entry(page, sent.kind.entry_kind())?;
    let checked = entry.check(page.viewer.account.role, page.app.clinic().now());
    checked.map(|()| entry).map_err(InputError::refused)
}

fn is_stored(sent: &Sent<'_>, view: &ChartView, entry: &NewEntry) -> bool {
    let me = sent.page.viewer.account.id;
    let mut metas = view.chart.entries().iter().flat_map(Entry::versions).map(|version| &version.meta);
    metas.any(|meta| meta.entry == entry.id && meta.author.account == me)
}

/// The doses of a medicine, without what the entry that is corrected says of it.
fn lane(sent: &Sent<'_>, chart: &Chart, medicine: &Medicine) -> Option<DoseLane> {
    let mut lane = chart.doses().into_iter().find(|lane| lane.medicine == *medicine)?;
    let corrected = sent.amended_record().and_then(|record| chart.entry(record)).and_then(Entry::id);
    lane.steps.retain(|step: &DoseStep| corrected.is_none() || step.entry != corrected);
    (!lane.steps.is_empty()).then_some(lane)
}

/// The dose of a replaced medicine that holds on a day and that no later entry stops.
fn goes_on(chart: &Chart, medicine: &Medicine, from: Date) -> Option<HalfMicrograms> {
    let lane = chart.doses().into_iter().find(|lane| lane.medicine == *medicine)?;
    let stops = lane.steps.iter().any(|step| step.date > from && step.per_day == HalfMicrograms::ZERO);
    lane.on(from).filter(|dose| *dose > HalfMicrograms::ZERO && !stops)
}

/// What is entered for the days after one.
fn later(lane: &DoseLane, from: Date) -> Vec<(Date, Precision, HalfMicrograms)> {
    let later = lane.steps.iter().filter(|step| step.date > from);
    later.map(|step| (step.date, step.precision, step.per_day)).collect()
}

/// How the medicine that was typed is understood.
fn name(typed: &str, kind: DeskForm, lane: Option<&DoseLane>, medicine: &Medicine) -> Name {
    match (kind, lane, medicine.listed()) {
        (DeskForm::Dose, ..) => Name::Chosen,
        (_, Some(_), _) => Name::Known(typed.trim().to_owned()),
        (_, None, Some(_)) => Name::Listed(typed.trim().to_owned()),
        (_, None, None) => Name::Unlisted,
    }
}

/// Everything typed, without what belongs to one showing of the form.
fn carried(form: &Form) -> Vec<(String, String)> {
    let own = |name: &str| matches!(name, "csrf" | "id" | "read_back" | "edit");
    form.0.iter().filter(|(name, _)| !own(name)).cloned().collect()
}

/// A dose as an entry says it.
struct Dosed<'a> {
    medicine: &'a Medicine,
    per_day: HalfMicrograms,
    precision: Precision,
    replaces: Option<&'a Medicine>,
}

impl<'a> Dosed<'a> {
    fn of(entry: &'a NewEntry) -> Option<Self> {
        match &entry.content {
            Submission::MedicineStart(dose) => Some(Self {
                medicine: &dose.medicine,
                per_day: dose.per_day,
                precision: dose.precision,
                replaces: dose.replaces.as_ref(),
            }),
            Submission::DoseChange(dose) => Some(Self {
                medicine: &dose.medicine,
                per_day: dose.per_day,
                precision: dose.precision,
                replaces: None,
            }),
            _ => None,
        }
    }

    /// What a read-back's token stands for: everything that was on the page. Anything else must be read again.
    fn bound(&self, sent: &Sent<'_>, entry: &NewEntry, before: Option<HalfMicrograms>) -> String {
        let (action, id, date) = (sent.form_address(), entry.id, entry.about.date);
        let (medicine, replaces) = (self.medicine.as_str(), self.replaces.map(Medicine::as_str));
        let (dose, precision) = (self.per_day.get(), self.precision.as_str());
        let (before, reason) =
            (before.map(HalfMicrograms::get), entry.amends.as_ref().map(|amends| amends.reason.as_str()));
        format!(
            "read back {:?}",
            (action, id.to_string(), date, medicine, replaces, dose, precision, before, reason)
        )
    }
}
