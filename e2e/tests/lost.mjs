// A lost connection and an ended session: what was typed stays, and the page says that it is not saved.

import assert from "node:assert/strict";
import { chooseDay, Hand, ordinaryEvening, save } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { text } from "../lib/texts.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { account, open, program } from "../lib/world.mjs";

const PATIENT = { ja: "合成 32番", en: "合成 39番" };

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

/** What the browser asks, and the answer to it. */
function answering(page, leave) {
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push({ type: dialog.type(), words: dialog.message() });
    return leave.now ? dialog.accept() : dialog.dismiss();
  });
  return asked;
}

inBoth("whoever leaves with something unsaved is asked first; help opens at once, beside it", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const leave = { now: false };
  const asked = answering(page, leave);
  for (const [address, field, typed] of [["/today", "#i-note", marker()], ["/sleep", "#i-try_sleep", "23:10"]]) {
    await page.goto(program.url + address);
    await page.locator(field).fill(typed);
    asked.length = 0;
    await page.locator('nav a[href="/days"]').tap();
    await page.locator("button[lang]").tap();
    await page.waitForTimeout(200);
    assert.deepEqual(asked.map(({ words }) => words), [text(lang, "keep-leave"), text(lang, "keep-leave")]);
    assert.equal(new URL(page.url()).pathname, address);
    assert.equal(await page.locator(field).inputValue(), typed, "what was typed is there");
    const [help] = await Promise.all([page.context().waitForEvent("page"), page.locator("a.help").tap()]);
    await help.waitForURL("**/help");
    await help.close();
    assert.equal(asked.length, 2, "nothing stands before the help card");
    await page.evaluate(() => setTimeout(() => location.reload(), 0));
    await page.waitForEvent("dialog", { predicate: (dialog) => dialog.type() === "beforeunload" }).catch(() => {});
    assert.equal(asked.at(-1)?.type, "beforeunload", "reloading asks too");
    assert.equal(await page.locator(field).inputValue(), typed);
    leave.now = true;
    await page.locator('nav a[href="/days"]').tap();
    await page.waitForURL("**/days");
    leave.now = false;
  }
});

inBoth("what is saved, and what was not touched, is left without a question", async (lang) => {
  const page = await open(PATIENT[lang], { lang });
  const asked = answering(page, { now: false });
  await page.locator('nav a[href="/sleep"]').tap();
  await page.waitForURL("**/sleep");
  await page.goto(`${program.url}/today`);
  await chooseDay(page);
  await ordinaryEvening(new Hand(page));
  await save(page);
  await page.locator(".done").waitFor();
  await page.locator('nav a[href="/days"]').tap();
  await page.waitForURL("**/days");
  assert.deepEqual(asked, []);
});
