// A clinician at a desk: the panel, one patient's timeline and entries, the review, and facts of the clinic.

import assert from "node:assert/strict";
import { answer, assertSaid, Hand, ordinaryEvening, save as send } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { pattern, text } from "../lib/texts.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { clinicDay, open } from "../lib/world.mjs";

const PATIENT = { ja: "合成 10番", en: "合成 11番" };

/** Opens a patient from the panel. */
async function chosen(lang) {
  const page = await open("clinician", { lang });
  await page.locator("table.panel a").filter({ hasText: PATIENT[lang] }).click();
  await page.locator(".who-name", { hasText: PATIENT[lang] }).waitFor();
  return page;
}

/** Opens the form for a new fact from the patient's page. */
async function add(page, kind) {
  await page.locator("details.add > summary").click();
  await page.locator(`details.add a[href$="/add/${kind}"]`).click();
}

/** Saves a fact; the timeline comes back, opened once: each look at a chart is written down. */
async function save(page) {
  const opened = [];
  const note = (request) => {
    if (request.method() === "GET" && /^\/charts\/[^/]+$/.test(new URL(request.url()).pathname)) opened.push(request.url());
  };
  page.on("request", note);
  await send(page);
  await page.locator(".state").waitFor();
  page.off("request", note);
  assert.equal(opened.length, 1, opened.join(" "));
}

/** Sends a dose, reads it back and saves it. */
async function saveDose(page, ...shown) {
  await send(page);
  const said = await page.locator("form.read-back").innerText();
  for (const words of shown) assert.ok(said.includes(words), `"${words}" is not read back: ${said}`);
  await save(page);
}

async function entriesText(page) {
  await page.locator('.bar a[href$="/entries"]').click();
  await page.waitForURL("**/entries");
  for (const summary of await page.locator("details.versions > summary").all()) await summary.click();
  return page.locator("main").innerText();
}

inBoth("the panel lists the patients with medicine, days since the step, three lines and the last entry", async (lang) => {
  const page = await open("clinician", { lang });
  const row = page.locator("table.panel tbody tr").filter({ hasText: PATIENT[lang] });
  assert.equal(await row.locator("td.spark svg").count(), 3);
  assert.match(await row.innerText(), / mg|中止|stopped/);
  assert.ok((await page.locator("table.panel tbody tr").count()) >= 30);
  await page.locator("details.rules > summary").click();
  await assertSaid(page, lang, pattern(lang, "rule-order"));
});

inBoth("the timeline is a figure and a table, over three ranges, with two identifiers in view", async (lang) => {
  const page = await chosen(lang);
  assert.match(await page.locator(".who").innerText(), pattern(lang, "patient-header-chart-number"));
  const days = [];
  for (const range of ["chart-range-4w", "chart-range-12w", "chart-range-all"]) {
    await page.locator(".tabs a").filter({ hasText: text(lang, range) }).click();
    assert.ok(await page.locator("figure.figure svg").first().isVisible());
    assert.match(await page.locator("figcaption").innerText(), /\d/);
    await page.locator(".tabs a").filter({ hasText: text(lang, "chart-view-table") }).click();
    days.push(await page.locator("table.twin tbody tr").count());
    assert.match(await page.locator(".who").innerText(), pattern(lang, "patient-header-chart-number"));
    await page.locator(".tabs a").filter({ hasText: text(lang, "chart-view-figure") }).click();
  }
  assert.deepEqual(days.slice(0, 2), [28, 84]);
  assert.ok(days[2] > 365, `${days[2]} days in all`);
});

inBoth("what the patient just wrote, and its correction, is read by the clinician", async (lang) => {
  const phone = await open(PATIENT[lang], { lang });
  const [note, better, reason] = [marker(), marker(), marker()];
  await ordinaryEvening(new Hand(phone));
  await phone.locator("#i-note").fill(note);
  await send(phone);
  await phone.locator('a.way[href="/days"]').tap();
  await phone.locator("article.entry").filter({ hasText: note }).locator('a[href$="/amend"]').tap();
  await answer(phone, "mood", 2).tap();
  await phone.locator("#i-note").fill(better);
  await phone.locator("#i-reason").fill(reason);
  await send(phone);
  await phone.locator(".done").waitFor();
  const page = await chosen(lang);
  await page.locator(".tabs a").filter({ hasText: text(lang, "chart-view-table") }).click();
  const today = await page.locator("table.twin tbody tr").last().innerText();
  assert.ok(today.includes(text(lang, "figure-amended")), today);
  const said = await entriesText(page);
  for (const words of [note, better, reason]) assert.ok(said.includes(words), `"${words}" is missing`);
});

inBoth("a review with an answer is dated, and the patient reads the answer", async (lang) => {
  const page = await chosen(lang);
  const reply = marker();
  await page.locator('a[href*="/add/review"]').click();
  await page.locator("#i-answer").fill(reply);
  for (const tick of await page.locator("#f-seen input").all()) await tick.check();
  await save(page);
  assert.match(await page.locator(".state").innerText(), pattern(lang, "chart-reviewed"));
  const phone = await open(PATIENT[lang], { lang });
  await phone.goto(new URL("/days", phone.url()).href);
  await assertSaid(phone, lang, "my-days-answer-title");
  assert.ok((await phone.locator("section.answer").innerText()).includes(reply));
});

inBoth("a medicine, a dose change, a session, an event, a weight and a staff note are added", async (lang) => {
  const page = await chosen(lang);
  const [medicine, protocol, staff] = [marker(), marker(), marker()];
  await add(page, "medicine");
  await page.locator("#i-medicine").fill(medicine);
  await page.locator("#i-dose_mg").fill("12.5");
  await page.locator("#i-date").fill(clinicDay(2));
  await saveDose(page, medicine, "12.5 mg", text(lang, "treatment-read-back-none"));
  await add(page, "dose");
  await page.locator("#i-medicine").selectOption(medicine);
  await page.locator("#i-dose_mg").fill("6.25");
  await page.locator("#i-date").fill(clinicDay(1));
  await saveDose(page, "12.5 mg", "6.25 mg");
  await add(page, "tms");
  await page.locator("#i-protocol").fill(protocol);
  await page.locator("#i-intensity_percent_mt").fill("110");
  await page.locator("#i-pulses").fill("3000");
  await page.locator("#i-date").fill(clinicDay());
  await save(page);
  await add(page, "event");
  await page.locator("#i-what").selectOption("visit");
  await page.locator("#i-date").fill(clinicDay());
  await save(page);
  await add(page, "weight");
  await page.locator("#i-value").fill("61.35");
  await page.locator("#i-date").fill(clinicDay());
  await save(page);
  await add(page, "note");
  await page.locator("#i-text").fill(staff);
  await save(page);
  assert.ok((await page.locator(".who").innerText()).includes(medicine), "the new medicine is among the current ones");
  const said = await entriesText(page);
  for (const words of [medicine, "12.5 mg", "6.25 mg", protocol, "3000", "61.35 kg", staff, text(lang, "event-visit")]) {
    assert.ok(said.replaceAll(",", "").includes(words), `"${words}" is not in: ${said.slice(0, 1500)}`);
  }
  const phone = await open(PATIENT[lang], { lang });
  await phone.goto(new URL("/days", phone.url()).href);
  assert.ok(!(await phone.content()).includes(staff), "a staff note is not the patient's to read");
});

inBoth("a wrong dose is corrected with a reason, and both versions stay", async (lang) => {
  const page = await chosen(lang);
  const [medicine, reason] = [marker(), marker()];
  await add(page, "medicine");
  await page.locator("#i-medicine").fill(medicine);
  await page.locator("#i-dose_mg").fill("30");
  await page.locator("#i-date").fill(clinicDay(1));
  await saveDose(page, "30 mg");
  await page.locator('.bar a[href$="/entries"]').click();
  await page.locator("article.entry").filter({ hasText: medicine }).locator('a[href$="/amend"]').click();
  assert.equal(await page.locator("#i-dose_mg").inputValue(), "30");
  await page.locator("#i-dose_mg").fill("3");
  await page.locator("#i-reason").fill(reason);
  await saveDose(page, "3 mg", reason);
  await page.goto(new URL(`${new URL(page.url()).pathname}/entries`, page.url()).href);
  const corrected = page.locator("article.entry").filter({ hasText: medicine });
  await corrected.locator("details.versions > summary").click();
  const said = await corrected.innerText();
  for (const words of ["30 mg", "3 mg", reason]) assert.ok(said.includes(words), `"${words}" is not in: ${said}`);
});

inBoth("a read-back names both doses and a jump, and goes back to the form with everything typed", async (lang) => {
  const page = await chosen(lang);
  const medicine = marker();
  await add(page, "medicine");
  await page.locator("#i-medicine").fill(medicine);
  await page.locator("#i-dose_mg").fill("10");
  await page.locator("#i-date").fill(clinicDay(3));
  await saveDose(page, medicine, "10 mg");
  await add(page, "dose");
  await page.locator("#i-medicine").selectOption(medicine);
  await page.locator("#i-dose_mg").fill("75");
  await page.locator("#i-date").fill(clinicDay());
  await send(page);
  assert.match(await page.locator("form.read-back").innerText(), pattern(lang, "treatment-read-back-more"));
  assert.match(await page.locator(".who").innerText(), pattern(lang, "patient-header-chart-number"));
  await page.locator("button[name=edit]").click();
  await page.locator("#i-dose_mg").waitFor();
  assert.equal(await page.locator("#i-dose_mg").inputValue(), "75");
  assert.equal(await page.locator("#i-medicine").inputValue(), medicine);
  await page.locator("#i-dose_mg").fill("7.5");
  await saveDose(page, "10 mg", "7.5 mg");
});

inBoth("a lost connection leaves a dose in its form, and another patient's form is empty", async (lang) => {
  const page = await chosen(lang);
  await add(page, "medicine");
  const medicine = marker();
  await page.locator("#i-medicine").fill(medicine);
  await page.locator("#i-dose_mg").fill("12.5");
  await page.route("**/add/medicine", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.locator("button.save").click();
  await page.locator(".keep:not([hidden])").waitFor();
  assert.equal(await page.locator("#i-medicine").inputValue(), medicine);
  assert.equal(await page.locator("#i-dose_mg").inputValue(), "12.5");
  await page.unroute("**/add/medicine");
  await page.goto(new URL("/panel", page.url()).href);
  await page.locator("table.panel a").last().click();
  await page.locator(".state").waitFor();
  await add(page, "medicine");
  assert.equal(await page.locator("#i-medicine").inputValue(), "");
  assert.equal(await page.locator("#i-dose_mg").inputValue(), "");
});

inBoth("a review asks for a tick for each safety answer, and keeps the answer until all are there", async (lang) => {
  const name = { ja: "合成 12番", en: "合成 13番" }[lang];
  const phone = await open(name, { lang });
  await ordinaryEvening(new Hand(phone));
  await answer(phone, "symptoms", "listed").tap();
  await phone.locator(".chip.press").filter({ has: phone.locator("[name*=suicidal_thoughts]") }).tap();
  await send(phone);
  await phone.locator("h1", { hasText: text(lang, "check-in-safety-title") }).waitFor();
  const page = await open("clinician", { lang });
  await page.locator("table.panel a").filter({ hasText: name }).click();
  const reply = marker();
  await page.locator('a[href*="/add/review"]').click();
  await page.locator("#i-answer").fill(reply);
  const { pathname } = new URL(page.url());
  expectRefusal(`422 POST ${pathname}`);
  await send(page);
  await assertSaid(page, lang, "form-safety-unticked");
  assert.equal(await page.locator("#i-answer").inputValue(), reply);
  for (const tick of await page.locator("#f-seen input").all()) await tick.check();
  await save(page);
  assert.equal(await page.locator(".state .task").count(), 0);
});

inBoth("the button puts the lines for the chart on the clipboard, and the box shows them all", async (lang) => {
  const page = await chosen(lang);
  const { pathname, origin } = new URL(page.url());
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
  await page.goto(new URL(`${pathname}/copy`, page.url()).href);
  const box = page.locator("#i-copy");
  assert.ok(await box.evaluate((it) => it.scrollHeight <= it.clientHeight), "a line is cut off");
  await page.locator("#copy-button").click();
  await page.locator("#copy-done:not([hidden])").waitFor();
  // Only writing is our pages' to do, so a paste reads what was copied.
  await box.evaluate((it) => { it.readOnly = false; it.value = ""; it.focus(); });
  await page.keyboard.press("ControlOrMeta+v");
  assert.match(await box.inputValue(), /\S/);
});
