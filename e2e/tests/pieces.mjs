// A page whose words arrive one after the other is shown when nothing in it can move any more.

import assert from "node:assert/strict";
import { badLine } from "../lib/pieces.mjs";
import { inBoth } from "../lib/suite.mjs";
import { seen } from "../lib/watch.mjs";
import { account, open, program } from "../lib/world.mjs";

const shifts = () => [...seen.errors].filter((line) => line.startsWith("layout shift"));

async function visit(who, options, paths) {
  const line = await badLine();
  const before = shifts();
  try {
    const page = await open(who, { ...options, proxy: line.url });
    for (const path of paths) {
      const from = performance.now();
      await page.goto(`${program.url}${path}`);
      assert.ok(performance.now() - from > 300, `${path} came in pieces`);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    }
    assert.deepEqual(shifts().slice(before.length), []);
  } finally {
    line.close();
  }
}

inBoth("nothing moves while the patient's pages arrive in pieces", (lang) =>
  visit("patient", { lang }, ["/today", "/sleep", "/days", "/plan"]),
);

inBoth("nothing moves while the clinician's pages arrive in pieces", async (lang) => {
  const chart = `/charts/${account("patient").chart}`;
  for (const device of ["desk", "phone"]) {
    await visit("clinician", { lang, device }, ["/panel", `${chart}?range=4w`, `${chart}?range=4w&view=table`, `${chart}/entries`]);
  }
});
