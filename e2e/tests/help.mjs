// The help card: one tap from every page, before sign-in too.

import assert from "node:assert/strict";
import { assertSaid } from "../lib/hand.mjs";
import { inBoth } from "../lib/suite.mjs";
import { account, open, program, stranger } from "../lib/world.mjs";

const PAGES = { "合成 03番": ["/today", "/sleep", "/days", "/plan", "/privacy", "/access"], guardian: ["/family"], reception: ["/role"] };

async function helpOpens(page, lang) {
  await page.locator('header a[href="/help"]').click();
  await assertSaid(page, lang, "help-title", "help-lead", "contacts-119-when", "contacts-clinic", "line-yorisoi");
  for (const number of ["119", "110"]) assert.ok(await page.locator(`a[href="tel:${number}"]`).isVisible());
}

inBoth("the help card opens with one tap from every page", async (lang) => {
  for (const [who, paths] of Object.entries(PAGES)) {
    const page = await open(who, { lang });
    for (const path of paths) {
      await page.goto(program.url + path);
      await helpOpens(page, lang);
    }
  }
  const { chart } = account("合成 01番");
  const desk = await open("clinician", { lang });
  for (const path of ["/panel", `/charts/${chart}`, `/charts/${chart}/entries`, `/charts/${chart}/add/dose`]) {
    await desk.goto(program.url + path);
    await helpOpens(desk, lang);
  }
});

inBoth("the help card opens without sign-in", async (lang) => {
  const page = await stranger({ lang });
  await page.goto(`${program.url}/sign-in`);
  await helpOpens(page, lang);
});
