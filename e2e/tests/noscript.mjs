// Everything works where scripts are switched off.

import assert from "node:assert/strict";
import { assertSaid, Hand, ordinaryEvening } from "../lib/hand.mjs";
import { marker } from "../lib/markers.mjs";
import { inBoth } from "../lib/suite.mjs";
import { pattern, text } from "../lib/texts.mjs";
import { expectRefusal } from "../lib/watch.mjs";
import { account, program, stranger } from "../lib/world.mjs";

/** Signs in by pasting the code. */
async function paste(page, code) {
  await page.goto(`${program.url}/sign-in`);
  const field = page.locator("#i-token");
  if (!(await field.isVisible())) await page.locator("#sign-in-code > summary").click();
  await field.fill(code);
  await page.locator("#sign-in-code button").click();
}

inBoth("without script: sign-in by code, and an evening", async (lang) => {
  const page = await stranger({ lang, script: false });
  await page.context().addCookies([{ name: "lang", value: lang, url: program.url }]);
  await paste(page, account("合成 09番").token);
  await page.waitForURL("**/today");
  const hand = new Hand(page);
  const note = marker();
  await ordinaryEvening(hand);
  await page.locator("#i-note").fill(note);
  await hand.tap(page.locator("button.save"));
  await assertSaid(page, lang, "submitted-title", pattern(lang, "submitted-delivered"));
  await page.locator('a.way[href="/days"]').tap();
  assert.ok((await page.locator("main").innerText()).includes(note));
});

inBoth("without script: the same form sent twice is stored once, and said so", async (lang) => {
  const page = await stranger({ lang, script: false });
  await page.context().addCookies([{ name: "lang", value: lang, url: program.url }]);
  await paste(page, account("合成 09番").token);
  const note = marker();
  await ordinaryEvening(new Hand(page));
  await page.locator("#i-note").fill(note);
  await page.locator("button.save").tap();
  await page.locator(".done").waitFor();
  await page.reload();
  await assertSaid(page, lang, "submitted-again");
  await page.goto(`${program.url}/days`);
  assert.equal(await page.locator("article.entry").filter({ hasText: note }).count(), 1);
});

inBoth("without script: the clinician reads, and the whole link works as a code", async (lang) => {
  const page = await stranger({ lang, device: "desk", script: false });
  await page.context().addCookies([{ name: "lang", value: lang, url: program.url }]);
  await paste(page, `${program.url}/sign-in#${account("clinician").token}`);
  await page.waitForURL("**/panel");
  await page.locator("table.panel a").first().click();
  assert.ok(await page.locator("figure.figure svg").first().isVisible());
  await page.locator('.tabs a[href*="table"]').first().click();
  assert.ok(await page.locator("table.twin").isVisible());
});

inBoth("a wrong code is refused and says what to do", async (lang) => {
  expectRefusal("401 POST /sign-in");
  const page = await stranger({ lang, script: false });
  await paste(page, "0000");
  assert.equal(await page.locator("#sign-in-failed").innerText(), text(lang, "sign-in-failed"));
});
