//! Doses are read back before they are stored: which medicine, how much until now, how much from when.

use axum::http::StatusCode;
use clinic::{ChartView, ClinicError, EntryRefusal};
use diary::chart::{Chart, DoseLane, DoseStep, Entry};
use diary::{Code, Dosing, Medicine, NewEntry, Precision, Submission};
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
    let of_that_day = view.chart.check_dose_of_that_day(&entry);
    of_that_day.map_err(|refusal| ClinicError::Refused(vec![EntryRefusal { entry: entry.id, refusal }]))?;
    let lane = lane(sent, &view.chart, dosed.medicine);
    let on = |day: Option<Date>| lane.as_ref().zip(day).and_then(|(lane, day)| lane.on(day).cloned());
    let before = on(entry.about.date.yesterday().ok());
    let replaces =
        dosed.replaces.map(|old| (page.t.medicine(old), goes_on(&view.chart, old, entry.about.date)));
    let later = lane.as_ref().map_or_else(Vec::new, |lane| later(lane, entry.about.date));
    let bound = format!("{} {:?}", dosed.bound(sent, &entry, before.as_ref()), (&replaces, &later));
    let clinic = page.app.clinic();
    if clinic.accounts().form_token_fits(&page.viewer, &bound, form.value("read_back").unwrap_or_default()) {
        return Ok(NextMove::store(entry));
    }
    let read_back = ReadBack {
        medicine: page.t.medicine(dosed.medicine),
        name: name(form.value("medicine").unwrap_or_default(), sent.kind, lane.as_ref(), dosed.medicine),
        today: (view.today, on(Some(view.today))),
        before,
        after: dosed.dosing,
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
        let chosen = matches!(sent.kind, DeskForm::Dose | DeskForm::Order) || field == "replaces";
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

/// What of a replaced medicine holds on a day and no later entry stops.
fn goes_on(chart: &Chart, medicine: &Medicine, from: Date) -> Option<Dosing> {
    let lane = chart.doses().into_iter().find(|lane| lane.medicine == *medicine)?;
    let stops = lane.steps.iter().any(|step| step.date > from && step.dosing.is_stop());
    lane.on(from).filter(|dosing| !dosing.is_stop() && !stops).cloned()
}

/// What is entered for the days after one.
fn later(lane: &DoseLane, from: Date) -> Vec<(Date, Precision, Dosing)> {
    let later = lane.steps.iter().filter(|step| step.date > from);
    later.map(|step| (step.date, step.precision, step.dosing.clone())).collect()
}

/// How the medicine that was typed is understood.
fn name(typed: &str, kind: DeskForm, lane: Option<&DoseLane>, medicine: &Medicine) -> Name {
    match (kind, lane, medicine.listed()) {
        (DeskForm::Dose | DeskForm::Order, ..) => Name::Chosen,
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
    dosing: Dosing,
    precision: Precision,
    replaces: Option<&'a Medicine>,
}

impl<'a> Dosed<'a> {
    fn of(entry: &'a NewEntry) -> Option<Self> {
        let (medicine, dosing, precision, replaces) = match &entry.content {
            Submission::MedicineStart(dose) => {
                (&dose.medicine, Dosing::Daily(dose.per_day), dose.precision, dose.replaces.as_ref())
            }
            Submission::DoseChange(dose) => {
                (&dose.medicine, Dosing::Daily(dose.per_day), dose.precision, None)
            }
            Submission::DoseOrder(ordered) => {
                (&ordered.medicine, Dosing::Ordered(ordered.order.clone()), Precision::Day, None)
            }
            _ => return None,
        };
        Some(Self { medicine, dosing, precision, replaces })
    }

    /// What a read-back's token stands for: everything that was on the page. Anything else must be read again.
    fn bound(&self, sent: &Sent<'_>, entry: &NewEntry, before: Option<&Dosing>) -> String {
        let (action, id, date) = (sent.form_address(), entry.id, entry.about.date);
        let (medicine, replaces) = (self.medicine.as_str(), self.replaces.map(Medicine::as_str));
        let (dosing, precision) = (&self.dosing, self.precision.as_str());
        let reason = entry.amends.as_ref().map(|amends| amends.reason.as_str());
        let known = entry.known.map(|known| known.to_string());
        format!(
            "read back {:?}",
            (action, id.to_string(), date, medicine, replaces, dosing, precision, before, reason, known)
        )
    }
}
