// Pictures of the main pages for docs/screens, taken before any test writes.

import { mkdirSync, writeFileSync } from "node:fs";
import { answer, chooseDay } from "../lib/hand.mjs";
import { shrink } from "../lib/shrink.mjs";
import { inBoth } from "../lib/suite.mjs";
import { account, open, program } from "../lib/world.mjs";

const FOLDER = new URL("../../docs/screens/", import.meta.url);
const MOST_HEIGHT = 1600;
const PERSON = "合成 01番";

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

/** The same in the dark scheme, in one language: the texts are the same. */
async function keepDark(page, lang, name) {
  if (lang !== "ja") return;
  await page.emulateMedia({ colorScheme: "dark" });
  await keep(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
}

const names = { ja: (name) => name, en: (name) => `${name}-en` };

inBoth("pictures of the phone", async (lang) => {
  const name = names[lang];
  const page = await open(PERSON, { lang });
  await chooseDay(page);
  await answer(page, "mood", 6).tap();
  await answer(page, "anxiety", 3).tap();
  await answer(page, "medicine", "as_planned").tap();
  await answer(page, "symptoms", "listed").tap();
  const chip = page.locator(".chips .chip").filter({ has: page.locator("fieldset.grades") }).first();
  await chip.locator("summary").tap();
  await chip.locator("label").filter({ has: page.locator('input[value="2"]') }).tap();
  await keep(page, name("checkin"));
  await keepDark(page, lang, "checkin");
  for (const path of ["sleep", "days", "help"]) {
    await page.goto(`${program.url}/${path}`);
    await keep(page, name(path));
  }
});

inBoth("pictures of the desk", async (lang) => {
  const name = names[lang];
  const page = await open("clinician", { lang });
  await keep(page, name("panel"));
  const { chart } = account(PERSON);
  await page.goto(`${program.url}/charts/${chart}`);
  await keep(page, name("timeline"));
  await keepDark(page, lang, "timeline");
  await page.goto(`${program.url}/charts/${chart}/entries`);
  await keep(page, name("entries"));
});
