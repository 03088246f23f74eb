// Pictures of the main pages for docs/screens, taken before any test writes.

import { mkdirSync, writeFileSync } from "node:fs";
import { answer, chooseDay } from "../lib/hand.mjs";
import { shrink } from "../lib/shrink.mjs";
import { inBoth } from "../lib/suite.mjs";
import { account, open, program, sizes } from "../lib/world.mjs";

const FOLDER = new URL("../../docs/screens/", import.meta.url);
const MOST_HEIGHT = 1600;
const PERSON = "合成 01番";
/** Who still takes something. */
const TAKING = "合成 21番";

/** Writes the page as it stands, from its top, at most 1,600 pixels high. */
async function keep(page, name) {
  // What shows where a finger was fades first.
  await page.waitForTimeout(500);
  const { width } = page.viewportSize();
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(tall, MOST_HEIGHT) };
  const png = await page.screenshot({ fullPage: true, clip, animations: "disabled", caret: "hide", scale: "css" });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(`${name}.png`, FOLDER), shrink(png));
}

/** Keeps the page in both colour schemes and at both widths: `days-en-desk-dark`. */
async function keepAll(page, name, lang) {
  const own = page.viewportSize();
  for (const [device, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await keep(page, [name, lang, device, colorScheme].join("-"));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(own);
}

inBoth("pictures of the phone", async (lang) => {
  const page = await open(TAKING, { lang });
  await chooseDay(page);
  await answer(page, "mood", 6).tap();
  await answer(page, "anxiety", 3).tap();
  await answer(page, "medicine", "as_planned").tap();
  await answer(page, "symptoms", "listed").tap();
  const chip = page.locator(".chips .chip").filter({ has: page.locator("fieldset.grades") }).first();
  await chip.locator("summary").tap();
  await chip.locator("label").filter({ has: page.locator('input[value="2"]') }).tap();
  await keepAll(page, "today", lang);
  for (const path of ["sleep", "days", "plan", "help"]) {
    await page.goto(`${program.url}/${path}`);
    await keepAll(page, path, lang);
  }
});

inBoth("pictures of the desk", async (lang) => {
  const page = await open("clinician", { lang });
  await keepAll(page, "panel", lang);
  const { chart } = account(PERSON);
  await page.goto(`${program.url}/charts/${chart}`);
  await keepAll(page, "timeline", lang);
  await page.goto(`${program.url}/charts/${chart}/entries`);
  await keepAll(page, "entries", lang);
});
