// A patient on a phone: the evening, the morning, corrections, and who looked.

import assert from "node:assert/strict";
import { answer, assertSaid, chooseDay, Hand, ordinaryEvening, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { pattern, text } from "../lib/texts.mjs";
import { clinicDay, open, pastNight } from "../lib/world.mjs";

const MOST_TAPS = 10;
const PATIENT = { ja: "合成 22番", en: "合成 26番" };
/** Who has written nothing today. */
const SILENT = { ja: "合成 16番", en: "合成 02番" };

/** Writes an evening with a note and answers the note. */
async function evening(page, hand) {
  const note = marker();
  await ordinaryEvening(hand);
  await page.locator("#i-note").fill(note);
  await hand.save();
  await page.locator(".done").waitFor();
  return note;
}

/** The entry on the page that holds these words. */
const entry = (page, words) => page.locator("article.entry").filter({ hasText: words });

inBoth("an ordinary evening takes at most 10 taps, and is said to be stored and delivered", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const hand = new Hand(page);
  await ordinaryEvening(hand);
  await hand.choose("events", "caffeine");
  await hand.save();
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-delivered"));
  console.log(`   ordinary evening (${lang}): ${hand.said()}`);
  assert.ok(hand.taps <= MOST_TAPS, `${hand.taps} taps`);
});

inBoth("an evening keeps everything that was answered", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const hand = new Hand(page);
  const note = marker();
  await ordinaryEvening(hand, "listed");
  const chip = page.locator(".chips .chip").filter({ has: page.locator("fieldset.grades") }).first();
  const symptom = await chip.locator("summary .name").innerText();
  await hand.tap(chip.locator("summary"));
  await hand.tap(chip.locator("label").filter({ has: page.locator('input[value="2"]') }));
  await page.locator("#i-note").fill(note);
  await hand.save();
  await page.locator(".done").waitFor();
  console.log(`   evening with a symptom (${lang}): ${hand.said()}`);
  await page.goto(new URL("/days", page.url()).href);
  const said = await entry(page, note).innerText();
  for (const words of ["6 / 10", "3 / 10", "medicine-taken-as_planned", "function-as_usual", "severity-moderate"]) {
    assert.ok(said.includes(words.includes("-") ? text(lang, words) : words), `"${words}" is not in: ${said}`);
  }
  assert.ok(said.includes(symptom), `"${symptom}" is not in: ${said}`);
});

inBoth("the morning's sleep card", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  await page.locator('nav a[href="/sleep"]').tap();
  const hand = new Hand(page);
  const { slept, woke } = pastNight();
  await page.locator("#i-try_sleep").fill(slept);
  await page.locator("#i-final_wake").fill(woke);
  await hand.choose("quality", 7);
  await hand.tap(page.locator("details.more:has(#i-minutes_awake) > summary"));
  await page.locator("#i-minutes_to_fall_asleep").fill("20");
  await hand.save();
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-delivered"));
  console.log(`   morning (${lang}): ${hand.said()}`);
  await page.goto(new URL("/days", page.url()).href);
  const said = await entry(page, slept).first().innerText();
  for (const words of [slept, woke, "7 / 10"]) assert.ok(said.includes(words), `${words} is not in: ${said}`);
});

inBoth("a correction shows both versions and its reason", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = await evening(page, new Hand(page));
  const [reason, better] = [marker(), marker()];
  await page.locator('a.way[href="/days"]').tap();
  await entry(page, note).locator('a[href$="/amend"]').tap();
  assert.equal(await page.locator("#i-note").inputValue(), note, "the form shows what was written");
  assert.ok(await page.locator('#f-mood input[value="6"]').isChecked());
  await answer(page, "mood", 2).tap();
  await page.locator("#i-note").fill(better);
  await page.locator("#i-reason").fill(reason);
  await save(page);
  await page.locator(".done").waitFor();
  await page.goto(new URL("/days", page.url()).href);
  const corrected = entry(page, better);
  await corrected.locator("details.versions > summary").tap();
  const said = await corrected.innerText();
  for (const words of [better, note, reason, "2 / 10", "6 / 10", text(lang, "mark-amended")]) {
    assert.ok(said.includes(words), `"${words}" is not in: ${said}`);
  }
});

inBoth("the day before yesterday, written today, shows both times and that it is late", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = marker();
  await page.locator("#f-date details > summary").tap();
  await answer(page, "date", clinicDay(2)).tap();
  await answer(page, "mood", 4).tap();
  await page.locator("#i-note").fill(note);
  await save(page);
  await page.locator(".done").waitFor();
  await page.goto(new URL("/days", page.url()).href);
  await entry(page, note).locator("summary").first().tap();
  const said = await entry(page, note).innerText();
  assert.ok(said.includes(text(lang, "mode-late")), said);
  assert.match(said, pattern(lang, "entry-written"));
  assert.match(said, pattern(lang, "entry-received"));
});

inBoth("an entry taken back stays, marked as a mistake", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = await evening(page, new Hand(page));
  const reason = marker();
  await page.goto(new URL("/days", page.url()).href);
  const taken = entry(page, note);
  await taken.locator("details.mistake > summary").tap();
  await taken.locator("details.mistake input[name=reason]").fill(reason);
  await taken.locator("details.mistake button").tap();
  await page.waitForURL("**/days");
  const marked = entry(page, text(lang, "fact-withdrawn")).first();
  await marked.locator("details.versions > summary").tap();
  const said = await marked.innerText();
  for (const words of [note, reason, text(lang, "mark-in-error")]) {
    assert.ok(said.includes(words), `"${words}" is not in: ${said}`);
  }
});

inBoth("a day without words takes one tap, without scrolling, and may be written after all", async (lang) => {
  const page = await open(SILENT[lang], { lang });
  const hand = new Hand(page);
  const button = page.locator("#f-cannot_write button").last();
  const box = await button.boundingBox();
  assert.ok(box && box.y + box.height <= page.viewportSize().height, "it is on the first screen");
  await hand.tap(button);
  await assertSaid(page, lang, "submitted-title", "submitted-cannot-write");
  assert.equal(hand.taps, 1);
  await page.goto(new URL("/today", page.url()).href);
  await assertSaid(page, lang, pattern(lang, "already-wordless"), "already-wordless-more");
});

inBoth("who has written today is told so, and one tap leads to correcting it", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = await evening(page, new Hand(page));
  await page.goto(new URL("/today", page.url()).href);
  await assertSaid(page, lang, pattern(lang, "already-written"), "already-amend", "already-again");
  assert.equal(await page.locator("#f-cannot_write").count(), 0, "a day with words is not called wordless");
  // Shortly after midnight yesterday's entries are named as well, below.
  const ofToday = `//div[contains(@class, "already")]/p[strong[contains(., "${text(lang, "already-today")}")]]`;
  await page.locator(`xpath=${ofToday}/following-sibling::p[1]/a`).last().tap();
  assert.equal(await page.locator("#i-note").inputValue(), note, "the newest one");
});

inBoth("pressing save twice stores the entry once", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const note = marker();
  await ordinaryEvening(new Hand(page));
  await page.locator("#i-note").fill(note);
  await page.locator("button.save").dblclick();
  await page.locator(".done").waitFor();
  await page.goto(new URL("/days", page.url()).href);
  assert.equal(await entry(page, note).count(), 1);
});

inBoth("who looked: the clinician who opened the record is named, with time and purpose", async (lang) => {
  const desk = await open("clinician", { lang });
  await desk.locator("table.panel a").filter({ hasText: PATIENT[lang] }).click();
  const page = await open(PATIENT[lang], { lang });
  await page.goto(new URL("/access", page.url()).href);
  const line = page.locator(".looks li").filter({ hasText: "合成 医師A" }).first();
  const said = await line.innerText();
  for (const key of ["action-read_chart", "purpose-care", "role-clinician"]) {
    assert.ok(said.includes(text(lang, key)), `"${text(lang, key)}" is not in: ${said}`);
  }
});

inBoth("the language button changes the language and comes back to the same page", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  await page.goto(new URL("/sleep", page.url()).href);
  const other = lang === "ja" ? "en" : "ja";
  await page.locator(`button[lang=${other}]`).tap();
  await page.locator("h1", { hasText: text(other, "sleep-card-title") }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/sleep");
  assert.equal(await page.locator("html").getAttribute("lang"), other);
});

inBoth("a note for oneself says so when it is saved, and in the list", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const hand = new Hand(page);
  const note = marker();
  await ordinaryEvening(hand);
  await page.locator("#i-note").fill(note);
  await page.locator("input[name=note_only_me]").tap();
  await hand.save();
  await assertSaid(page, lang, pattern(lang, "submitted-delivered"), "submitted-note-only-me", "check-in-hurry");
  await page.goto(new URL("/days", page.url()).href);
  const said = await entry(page, note).innerText();
  assert.ok(said.includes(text(lang, "mark-note-only-me")), said);
});

inBoth("the same as yesterday says what it repeats", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  await page.locator("#f-date details > summary").tap();
  await answer(page, "date", clinicDay(1)).tap();
  await answer(page, "symptoms", "listed").tap();
  await page.locator(".chips .chip summary").first().tap();
  await page.locator(".chips .chip[open] label").filter({ has: page.locator('input[value="2"]') }).tap();
  await save(page);
  await page.locator(".done").waitFor();
  await page.goto(new URL("/today", page.url()).href);
  const told = page.locator("#same-as");
  assert.ok((await told.innerText()).length > 10 && (await told.isVisible()), "said before it is pressed");
  await chooseDay(page);
  await answer(page, "symptoms", "same").tap();
  await save(page);
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-same"));
});
