// What was typed wrongly: the field is named, nothing is lost, nothing is stored.

import assert from "node:assert/strict";
import { answer, assertSaid, chooseDay, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { pattern, text } from "../lib/texts.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { clinicDay, open } from "../lib/world.mjs";

const PATIENT = { ja: "合成 05番", en: "合成 06番" };

inBoth("a refused evening keeps what was typed and says that nothing was stored", async (lang) => {
  expectRefusal("422 POST /today");
  const page = await open(PATIENT[lang], { lang });
  const note = marker();
  await chooseDay(page);
  await answer(page, "mood", 8).tap();
  await answer(page, "events", "alcohol").tap();
  await page.locator("#i-note").fill(note);
  // A symptom chosen and a day without symptoms contradict each other.
  await answer(page, "symptoms", "listed").tap();
  await save(page);
  await assertSaid(page, lang, "nothing-stored", "nothing-stored-detail");
  await assertSaid(page, lang, "symptoms");
  assert.equal(await page.locator("#i-note").inputValue(), note);
  assert.ok(await page.locator('#f-mood input[value="8"]').isChecked());
  assert.ok(await page.locator('#f-events input[value="alcohol"]').isChecked());
  assert.equal(await page.evaluate(() => document.querySelectorAll(".field.wrong .problem").length > 0), true);
  const days = new URL("/days", page.url()).href;
  await answer(page, "symptoms", "none").tap();
  const other = await page.context().newPage();
  await other.goto(days);
  assert.ok(!(await other.content()).includes(note), "nothing was stored");
  await save(page);
  await page.locator(".done").waitFor();
  await other.reload();
  assert.ok((await other.content()).includes(note), "it is stored once it is right");
});

inBoth("an impossible night is refused in the reader's words", async (lang) => {
  expectRefusal("422 POST /sleep");
  const page = await open(PATIENT[lang], { lang });
  await page.goto(new URL("/sleep", page.url()).href);
  await page.locator("#i-try_sleep").fill("23:00");
  await page.locator("#i-final_wake").fill("06:00");
  await page.locator("details.more:has(#i-minutes_awake) > summary").tap();
  await page.locator("#i-minutes_awake").fill("900");
  await save(page);
  await assertSaid(page, lang, "nothing-stored");
  assert.equal(await page.locator("#i-try_sleep").inputValue(), "23:00");
  assert.equal(await page.locator("#i-minutes_awake").inputValue(), "900");
  assert.ok(await page.locator("#i-minutes_awake").isVisible(), "the field in question is shown");
});

inBoth("a dose that is no number is refused, and the form keeps the rest", async (lang) => {
  const page = await open("clinician", { lang });
  const { chart } = await patientChart(page, PATIENT[lang]);
  expectRefusal(`422 POST /charts/${chart}/add/medicine`);
  await page.goto(new URL(`/charts/${chart}/add/medicine`, page.url()).href);
  const medicine = marker();
  await page.locator("#i-medicine").fill(medicine);
  await page.locator("#i-dose_mg").fill("ten");
  await page.locator("#i-date").fill(clinicDay());
  await save(page);
  await assertSaid(page, lang, "nothing-stored");
  assert.equal(await page.locator("#i-medicine").inputValue(), medicine);
  assert.equal(await page.locator("#i-dose_mg").inputValue(), "ten");
  assert.equal(await page.locator("#i-dose_mg").getAttribute("aria-invalid"), "true");
});

inBoth("a number that is none is asked for with an example", async (lang) => {
  expectRefusal("422 POST /sleep");
  const page = await open(PATIENT[lang], { lang });
  await page.goto(new URL("/sleep", page.url()).href);
  await page.locator("details.more:has(#i-minutes_awake) > summary").tap();
  await page.locator("#i-awakenings").fill("often");
  await save(page);
  await assertSaid(page, lang, "nothing-stored", "nothing-stored-detail", pattern(lang, "refusal-number"));
  assert.match(await page.locator("#p-awakenings").innerText(), pattern(lang, "refusal-number"));
});

inBoth("where no field carries a mark, nobody is sent to look for one", async (lang) => {
  expectRefusal("422 POST /today");
  const page = await open(PATIENT[lang], { lang });
  await chooseDay(page);
  await save(page);
  await assertSaid(page, lang, "nothing-stored-listed", "refusal-empty");
  assert.equal(await page.locator(".field.wrong").count(), 0);
});

inBoth("a page that is not there says so and leads back", async (lang) => {
  expectRefusal("404 GET /nowhere");
  const page = await open(PATIENT[lang], { lang });
  const home = await page.locator("h1").innerText();
  await page.goto(new URL("/nowhere", page.url()).href);
  await assertSaid(page, lang, "error-title-not-found", "error-not-found");
  await page.locator("a.way").tap();
  await page.waitForURL("**/today");
  assert.equal(await page.locator("h1").innerText(), home);
});

async function patientChart(page, name) {
  const href = await page.locator("table.panel a").filter({ hasText: name }).getAttribute("href");
  return { chart: href.split("/")[2] };
}
