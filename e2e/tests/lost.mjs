// A lost connection and an ended session: what was typed stays, and the page says that it is not saved.

import assert from "node:assert/strict";
import { chooseDay, Hand, ordinaryEvening, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { account, open, program } from "../lib/world.mjs";

const PATIENT = { ja: "合成 05番", en: "合成 06番" };

/** Fills an evening and fails to send it. */
async function notSent(page) {
  const note = marker();
  await chooseDay(page);
  await ordinaryEvening(new Hand(page));
  await page.locator("#i-note").fill(note);
  await page.locator("button.save").tap();
  const notice = page.locator("form#f-check_in .keep, #f-check_in .keep").first();
  await notice.waitFor();
  assert.ok((await notice.innerText()).length > 5, "it says why");
  for (const number of ["119", "110", "0120279338", "0120078310", "0120997777"]) {
    assert.ok(await notice.locator(`a[href="tel:${number}"]`).isVisible(), `${number} can be called from here`);
  }
  assert.equal(await page.locator("#i-note").inputValue(), note, "what was typed is there");
  assert.ok(await page.locator('#f-mood input[value="6"]').isChecked());
  return note;
}

async function storedOnce(page, note) {
  await page.locator(".done").waitFor();
  await page.goto(`${program.url}/days`);
  assert.equal(await page.locator("article.entry").filter({ hasText: note }).count(), 1);
}

inBoth("without connection the evening stays on the screen, unsaved, and is sent when it is back", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  await page.context().setOffline(true);
  const note = await notSent(page);
  await page.context().setOffline(false);
  await save(page);
  await storedOnce(page, note);
});

inBoth("after the session has ended the evening stays, and is sent once signed in again", async (lang) => {
  expectRefusal("401 POST /today");
  const page = await open(PATIENT[lang], { lang });
  await page.context().clearCookies({ name: "namima-demo" });
  const note = await notSent(page);
  const other = await page.context().newPage();
  await other.goto(`${program.url}/sign-in#${account(PATIENT[lang]).token}`);
  await other.locator("#sign-in-start").click();
  await other.waitForURL("**/today");
  await save(page);
  await storedOnce(page, note);
});
