// Answers about safety: the help card comes first, and nothing is silently private.

import assert from "node:assert/strict";
import { answer, assertSaid, chooseDay, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { text } from "../lib/texts.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { clinicDay, open } from "../lib/world.mjs";

const PATIENT = { ja: "合成 07番", en: "合成 08番" };
/** Who answers the same on two days. */
const AGAIN = { ja: "合成 16番", en: "合成 02番" };

/** Fills an evening with thoughts of dying, and sends it. */
async function thoughts(page, { onlyMe }) {
  const note = marker();
  await chooseDay(page);
  await answer(page, "mood", 1).tap();
  await answer(page, "symptoms", "listed").tap();
  await page.locator(".chip.press").filter({ has: page.locator("[name='symptom.suicidal_thoughts']") }).tap();
  await page.locator("#i-note").fill(note);
  if (onlyMe) {
    await page.locator("#f-only_me > summary").tap();
    await page.locator("#f-only_me input[name=only_me]").tap();
  }
  await save(page);
  return note;
}

/** What the clinician reads about this patient. */
async function clinicianReads(patient, lang) {
  const desk = await open("clinician", { lang });
  await desk.locator("table.panel a").filter({ hasText: patient }).click();
  await desk.locator('a[href$="/entries"]').last().click();
  await desk.locator("h1", { hasText: text(lang, "entries-title") }).waitFor();
  return desk.locator("main").innerText();
}

inBoth("a safety answer shows the help card first and reaches the clinic", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = await thoughts(page, { onlyMe: false });
  await assertSaid(page, lang, "check-in-safety-title", "check-in-safety-arrived", "not-emergency");
  for (const number of ["119", "110"]) assert.ok(await page.locator(`a[href="tel:${number}"]`).isVisible());
  const first = await page.locator("main a[href^='tel:'], main a.way, main button").first().getAttribute("href");
  assert.equal(first, "tel:119", "whom to call comes before everything else that can be pressed");
  const read = await clinicianReads(PATIENT[lang], lang);
  assert.ok(read.includes(note) && read.includes(text(lang, "symptom-suicidal_thoughts")));
});

inBoth("a refused evening with a safety answer shows whom to call before what is wrong", async (lang) => {
  expectRefusal("422 POST /today");
  const page = await open(PATIENT[lang], { lang });
  await chooseDay(page);
  await answer(page, "symptoms", "listed").tap();
  await page.locator(".chip.press").filter({ has: page.locator("[name='symptom.suicidal_thoughts']") }).tap();
  await page.locator("#i-sleep_hours").fill("long");
  await save(page);
  const help = page.locator(".help-first");
  await help.waitFor();
  assert.ok(await help.evaluate((element) => element === document.activeElement), "it is read first");
  for (const number of ["119", "110"]) assert.ok(await help.locator(`a[href="tel:${number}"]`).isVisible());
  assert.ok((await page.locator(".refused").boundingBox()).y > (await help.boundingBox()).y);
  assert.ok(await page.locator("[name='symptom.suicidal_thoughts']").isChecked(), "the answer is kept");
});

inBoth("the same as yesterday does not repeat a safety answer, and asks for it anew", async (lang) => {
  const page = await open(AGAIN[lang], { lang });
  await page.locator("#f-date details > summary").tap();
  await answer(page, "date", clinicDay(1)).tap();
  await answer(page, "symptoms", "listed").tap();
  await page.locator(".chip.press").filter({ has: page.locator("[name='symptom.suicidal_thoughts']") }).tap();
  // "The same" is offered where there is something that it repeats.
  await page.locator(".chips .chip summary").first().tap();
  await page.locator(".chips .chip[open] label").filter({ has: page.locator('input[value="2"]') }).tap();
  await save(page);
  await page.goto(new URL("/today", page.url()).href);
  await chooseDay(page);
  assert.ok(!(await page.locator(".anew").isVisible()), "it is asked where it matters");
  await answer(page, "symptoms", "same").tap();
  await assertSaid(page, lang, "check-in-anew-not-repeated", "anew-question");
  await page.locator(".anew .chip").first().tap();
  assert.ok(await page.locator("#f-symptoms input[value=same]").isChecked(), "the rest stays the same");
  await save(page);
  await assertSaid(page, lang, "check-in-safety-title", "check-in-safety-arrived");
});

inBoth("only me with a safety answer asks first, and delivers the answer alone", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = await thoughts(page, { onlyMe: true });
  await assertSaid(page, lang, "check-in-safety-waiting-title", "check-in-safety-waiting", "check-in-safety-deliver", "check-in-safety-keep");
  const other = await page.context().newPage();
  await other.goto(new URL("/days", page.url()).href);
  assert.ok(!(await other.content()).includes(note), "nothing is stored before the choice");
  assert.ok(await page.locator("input[value=deliver]").isChecked(), "delivering is the default");
  await save(page);
  await other.reload();
  assert.ok((await other.content()).includes(note), "the patient keeps the whole entry");
  const read = await clinicianReads(PATIENT[lang], lang);
  assert.ok(!read.includes(note), "the note stays with the patient");
  assert.ok(read.includes(text(lang, "symptom-suicidal_thoughts")), "the answer has arrived");
});

inBoth("only me with a safety answer that is kept does not reach the clinic", async (lang) => {
  const before = (await clinicianReads(PATIENT[lang], lang)).split(text(lang, "symptom-suicidal_thoughts")).length;
  const page = await open(PATIENT[lang], { lang });
  const note = await thoughts(page, { onlyMe: true });
  await page.locator("label.tick").filter({ has: page.locator("input[value=keep]") }).tap();
  await save(page);
  const told = await page.locator("main").innerText();
  assert.ok(!told.includes(text(lang, "check-in-safety-arrived")), "what was kept has not reached the clinic");
  await page.goto(new URL("/days", page.url()).href);
  assert.ok((await page.content()).includes(note));
  const read = await clinicianReads(PATIENT[lang], lang);
  assert.equal(read.split(text(lang, "symptom-suicidal_thoughts")).length, before);
  assert.ok(!read.includes(note));
});

inBoth("a note for oneself stays with the patient while the entry is delivered", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = marker();
  await chooseDay(page);
  await answer(page, "mood", 9).tap();
  await page.locator("#i-note").fill(note);
  await page.locator("input[name=note_only_me]").tap();
  await save(page);
  await page.locator(".done").waitFor();
  await page.goto(new URL("/days", page.url()).href);
  assert.ok((await page.content()).includes(note));
  const read = await clinicianReads(PATIENT[lang], lang);
  assert.ok(read.includes("9 / 10") && !read.includes(note));
});
