// What the browser saw during the whole run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { holdsMarker } from "../lib/markers.mjs";
import { test } from "../lib/suite.mjs";
import { seen, unexpectedRefusals } from "../lib/watch.mjs";
import { account, open, program } from "../lib/world.mjs";

test("no request of the whole run went to another origin [XFER-001]", () => {
  const foreign = seen.requests.map(({ url }) => url).filter((url) => new URL(url).origin !== program.url);
  console.log(`   ${seen.requests.length} requests`);
  assert.ok(seen.requests.length > 500, "the run was long enough to say so");
  assert.deepEqual(foreign, []);
  assert.deepEqual(seen.lax, [], "every answer carries a policy that allows nothing unless it says so");
});

test("the browser reported no error and no violation of the content security policy", () => {
  assert.deepEqual([...seen.errors], []);
});

test("every refused answer of the run was one that a test had asked for", () => {
  assert.deepEqual(unexpectedRefusals(), []);
});

test("page titles say nothing about illness, clinic or person", () => {
  const telling = /精神|心療|うつ|気分|不安|症状|合成|psychiatr|clinic|mood|anxi|depress|symptom/i;
  assert.ok(seen.titles.size >= 10, "titles were seen");
  assert.deepEqual([...seen.titles].filter((title) => telling.test(title)), []);
});

test("no address, referrer or title held a word that somebody wrote", () => {
  const told = [...seen.requests.flatMap(({ url, referer }) => [url, referer]), ...seen.titles];
  assert.deepEqual(told.filter((text) => holdsMarker(Buffer.from(text))), []);
});

test("the secret of a link is in no address, referrer, log or history, and a typed code neither [AUTH-011]", async () => {
  const page = await open("patient");
  const devtools = await page.context().newCDPSession(page);
  const { entries } = await devtools.send("Page.getNavigationHistory");
  const visited = entries.map(({ url }) => url);
  const typed = account("guardian").token;
  await page.context().clearCookies();
  await page.goto(`${program.url}/sign-in`);
  await page.locator("#i-token").fill(typed);
  await page.locator("#sign-in-code button").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const later = (await devtools.send("Page.getNavigationHistory")).entries.map(({ url }) => url);
  const told = [...visited, ...later, page.url(), ...seen.requests.flatMap(({ url, referer }) => [url, referer])];
  const log = readFileSync(join(program.folder, "stderr"), "utf8");
  assert.ok(visited.length > 0 && later.length > visited.length, "the history was read");
  assert.ok(told.some((url) => url.endsWith("/api/v1/sign-in/link")), "the link was used");
  const secrets = program.accounts.map(({ token }) => token);
  assert.deepEqual(secrets.filter((secret) => [log, ...told].some((text) => text.includes(secret))), []);
});
