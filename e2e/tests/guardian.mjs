// A guardian writes in a voice of their own and sees no trace of the child's.

import assert from "node:assert/strict";
import { answer, assertSaid, chooseDay, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { pattern, text } from "../lib/texts.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { account, open, program } from "../lib/world.mjs";

const child = () => program.accounts.find(({ role, chart }) => role === "patient" && chart === account("guardian").chart);

/** What stands on the page, without what each showing of a form draws anew. */
async function shown(page) {
  await page.goto(`${program.url}/family`);
  return page.locator("body").innerHTML().then((html) => html.replace(/name="(csrf|id)" value="[^"]*"/g, ""));
}

inBoth("a guardian writes, the clinic reads it as the family's", async (lang) => {
  const page = await open("guardian", { lang });
  const note = marker();
  await answer(page, "mood", 4).tap();
  await answer(page, "medicine", "as_planned").tap();
  await answer(page, "function", "could_not").tap();
  await page.locator("#i-note").fill(note);
  await save(page);
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-family"), "family-readers");
  await page.locator('a.way[href="/family?page=0#notes"]').tap();
  await page.locator("article.entry").filter({ hasText: note }).waitFor();
  const desk = await open("clinician", { lang });
  await desk.goto(`${program.url}/charts/${child().chart}/entries`);
  const entry = desk.locator("article.entry").filter({ hasText: note });
  const said = await entry.innerText();
  for (const key of ["mark-family", "role-guardian"]) assert.ok(said.includes(text(lang, key)), said);
  const own = await open(child().name, { lang });
  await own.goto(`${program.url}/days`);
  const childs = own.locator("article.entry").filter({ hasText: note });
  if ((await childs.count()) > 0) assert.ok((await childs.innerText()).includes(text(lang, "mark-family")));
});

inBoth("what the child writes leaves no trace on the guardian's page", async (lang) => {
  const page = await open("guardian", { lang });
  const before = await shown(page);
  const phone = await open(child().name, { lang });
  const [note, own] = [marker(), marker()];
  await chooseDay(phone);
  await answer(phone, "mood", 0).tap();
  await answer(phone, "symptoms", "listed").tap();
  await phone.locator(".chip.press").filter({ has: phone.locator("[name*=suicidal_thoughts]") }).tap();
  await phone.locator("#i-note").fill(note);
  await save(phone);
  await phone.locator("h1", { hasText: text(lang, "check-in-safety-title") }).waitFor();
  await phone.goto(`${program.url}/today`);
  await chooseDay(phone);
  await answer(phone, "mood", 10).tap();
  await phone.locator("#i-note").fill(own);
  await phone.locator("#f-only_me > summary").tap();
  await phone.locator("#f-only_me input[name=only_me]").tap();
  await save(phone);
  await assertSaid(phone, lang, "submitted-only-me");
  assert.equal(await shown(page), before, "the guardian's page is the same to the letter");
});

inBoth("a guardian sees today's dose, the next step and when to call, and a privacy page of their own", async (lang) => {
  const page = await open("guardian", { lang });
  await page.goto(`${program.url}/family`);
  await assertSaid(page, lang, "family-medicines", "medicines-today", "danger-title", "contacts-119-when");
  assert.ok((await page.locator(".dose-list .dose").count()) > 0, "the child's medicine is there");
  assert.ok((await page.locator("main").innerText()).indexOf("119") > 0);
  await page.locator('main a[href="/privacy"]').tap();
  await assertSaid(page, lang, "privacy-guardian-title", "privacy-you-guardian-reads", "privacy-guardian-looked");
});

inBoth("a guardian cannot open the child's pages", async (lang) => {
  const page = await open("guardian", { lang });
  const { chart } = child();
  const paths = ["/today", "/days", "/sleep", "/access", "/panel", `/charts/${chart}`, `/charts/${chart}/entries`];
  for (const path of paths) {
    expectRefusal(`404 GET ${path}`);
    const answered = await page.goto(program.url + path);
    assert.equal(answered?.status(), 404, path);
    await assertSaid(page, lang, "error-title-not-found");
  }
});
