// axe, on every page, in both languages, both colour schemes and both widths.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { answer, chooseDay, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { account, open, program, sizes, stranger } from "../lib/world.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const PATIENT = { ja: "合成 14番", en: "合成 15番" };
const KINDS = ["medicine", "dose", "tms", "event", "weight", "note", "review"];
let looked = 0;

/** Once the page stands: what is opened before that moves under the eyes of the watch for shifts. */
const stands = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** What axe finds on the page as it stands, with everything that folds opened: light and dark, phone and desk. */
async function findings(page, name) {
  await stands(page);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(AXE);
  const found = [];
  const own = page.viewportSize();
  for (const [device, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((said) => `${name}, ${device}, ${colorScheme}: ${said}`));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(own);
  return found;
}

async function violations(page) {
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), RULES);
  looked += 1;
  return violations.map(({ id, nodes }) => {
    const targets = nodes.slice(0, 3).map(({ target }) => target.join(" "));
    return `${id} (${nodes.length}): ${targets.join(" | ")}`;
  });
}

/** Looks at each address. */
async function look(page, paths) {
  const found = [];
  for (const path of paths) {
    await page.goto(program.url + path);
    found.push(...(await findings(page, path)));
  }
  return found;
}

const clean = (found) => assert.equal(found.length, 0, `\n${found.join("\n")}`);

inBoth("axe: pages without sign-in", async (lang) => {
  expectRefusal("404 GET /nowhere");
  clean(await look(await stranger({ lang }), ["/sign-in", "/sign-in#x", "/help", "/nowhere"]));
});

inBoth("axe: the patient's pages, with everything open", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const found = await look(page, ["/sleep", "/days", "/plan", "/privacy", "/access", "/help"]);
  await page.goto(`${program.url}/today`);
  await chooseDay(page);
  await answer(page, "symptoms", "listed").tap();
  found.push(...(await findings(page, "/today")));
  expectRefusal("422 POST /today");
  await save(page);
  await page.locator(".refused").waitFor();
  found.push(...(await findings(page, "refused")));
  await answer(page, "mood", 3).tap();
  await answer(page, "symptoms", "none").tap();
  await save(page);
  await page.locator(".done").waitFor();
  found.push(...(await findings(page, "saved")));
  await page.goto(`${program.url}/days`);
  await page.goto(program.url + (await page.locator('a[href$="/amend"]').first().getAttribute("href")));
  found.push(...(await findings(page, "correct")));
  clean(found);
});

inBoth("axe: the help card after a safety answer", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const found = [];
  for (const onlyMe of [true, false]) {
    await page.goto(`${program.url}/today`);
    await chooseDay(page);
    await answer(page, "symptoms", "listed").tap();
    await page.locator(".chip.press").filter({ has: page.locator("[name*=suicidal_thoughts]") }).tap();
    await page.locator("#f-only_me > summary").tap();
    if (onlyMe) await page.locator("#f-only_me input[name=only_me]").tap();
    await save(page);
    await page.locator('main a.call[href="tel:119"]').waitFor();
    found.push(...(await findings(page, onlyMe ? "deliver or keep" : "arrived")));
  }
  clean(found);
});

inBoth("axe: the guardian's page", async (lang) => {
  const page = await open("guardian", { lang });
  clean(await look(page, ["/family", "/privacy", "/help"]));
});

inBoth("axe: all components on one page; the page of a role without content", async (lang) => {
  const found = await look(await stranger({ lang }), ["/components"]);
  found.push(...(await look(await open("reception", { lang }), ["/role"])));
  clean(found);
});

inBoth("axe: the clinician's pages", async (lang) => {
  const page = await open("clinician", { lang });
  const { chart } = account("合成 01番");
  const views = ["", "?range=4w", "?range=all", "?view=table", "/entries", "/copy", ...KINDS.map((kind) => `/add/${kind}`)];
  const found = await look(page, ["/panel", "/help", ...views.map((view) => `/charts/${chart}${view}`)]);
  expectRefusal(`422 POST /charts/${chart}/add/dose`);
  await page.goto(`${program.url}/charts/${chart}/add/dose`);
  await page.locator("#i-dose_mg").fill(marker());
  await save(page);
  await page.locator(".refused").waitFor();
  found.push(...(await findings(page, "refused fact")));
  const empty = program.accounts.find((account) => account.empty);
  found.push(...(await look(page, [`/charts/${empty.chart}`, `/charts/${empty.chart}/entries`])));
  console.log(`   axe looked at ${looked} pages so far`);
  clean(found);
});
