// The main flows with the keyboard alone.

import assert from "node:assert/strict";
import { assertSaid, chooseDay } from "../lib/hand.mjs";
import { focusIsSeen, press, tabTo, take } from "../lib/keys.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { pattern } from "../lib/texts.mjs";
import { open, pastNight } from "../lib/world.mjs";

const PATIENT = { ja: "合成 12番", en: "合成 13番" };
/** Who takes something, and so is asked about it. */
const TAKING = { ja: "合成 27番", en: "合成 29番" };

inBoth("keyboard alone: an evening", async (lang) => {
  const page = await open(TAKING[lang], { lang, device: "desk" });
  await chooseDay(page);
  await take(page, "mood", 5);
  assert.ok(await focusIsSeen(page), "the focus on a scale is seen");
  await take(page, "anxiety", 4);
  await take(page, "medicine", "as_planned");
  await take(page, "symptoms", "none");
  await take(page, "function", "partly");
  await tabTo(page, "#i-note");
  await page.keyboard.type(marker());
  await press(page, "button.save");
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-delivered"));
});

inBoth("keyboard alone: a morning", async (lang) => {
  const page = await open(PATIENT[lang], { lang, device: "desk" });
  await press(page, 'nav a[href="/sleep"]');
  // A field for a clock time follows the browser's own language, which is English here.
  await tabTo(page, "#i-try_sleep");
  const over = pastNight().woke !== "00:00";
  await page.keyboard.type(over ? "1130PM" : "0810PM");
  await tabTo(page, "#i-final_wake");
  await page.keyboard.type(over ? "0630AM" : "1200AM");
  await take(page, "quality", 6);
  await press(page, "button.save");
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-delivered"));
});

inBoth("keyboard alone: the clinician's look, from panel to review", async (lang) => {
  const page = await open("clinician", { lang });
  await press(page, "table.panel a", PATIENT[lang]);
  assert.ok(await page.locator("figure.figure svg").first().isVisible());
  await press(page, ".tabs a[href*=table]");
  assert.ok(await page.locator("table.twin").isVisible());
  await press(page, '.bar a[href$="/entries"]');
  await press(page, ".bar a");
  await press(page, 'a[href*="/add/review"]');
  await tabTo(page, "#i-answer");
  await page.keyboard.type(marker());
  await press(page, "button.save");
  assert.match(await page.locator(".state").innerText(), pattern(lang, "chart-reviewed"));
});

inBoth("keyboard alone: arrow keys read the timeline day by day, in the same words as a screen reader hears", async (lang) => {
  const page = await open("clinician", { lang });
  await press(page, "table.panel a", PATIENT[lang]);
  await tabTo(page, ".day-slider");
  assert.ok(await focusIsSeen(page));
  const line = page.locator("figure .reading");
  const [last, told] = [await line.innerText(), []];
  for (const key of ["ArrowLeft", "ArrowLeft", "PageDown", "Home"]) {
    await page.keyboard.press(key);
    told.push(await line.innerText());
    const heard = await page.locator(".day-slider").getAttribute("aria-valuetext");
    const words = (text) => text.replace(/[\s/]+/g, "");
    assert.equal(words(heard ?? ""), words(told.at(-1)), key);
  }
  assert.equal(new Set([last, ...told]).size, 5, "each key leads to another day");
});

inBoth("keyboard alone: the first Tab offers to skip to the content", async (lang) => {
  const page = await open("clinician", { lang });
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
  assert.ok(await focusIsSeen(page));
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => location.hash), "#main");
});
