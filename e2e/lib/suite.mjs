// Tests in the order in which they were written down, one at a time, because they share one clinic.

import { mkdirSync, writeFileSync } from "node:fs";
import { closePages } from "./world.mjs";

const RESULTS = new URL("../results/", import.meta.url);
const MOST_MS = 180_000;

const tests = [];
const results = [];

/** Adds a test. Ids of requirements that it proves stand in its title in square brackets. */
export function test(title, body) {
  tests.push({ title, body });
}

/** The same test in both languages. */
export function inBoth(title, body) {
  for (const lang of ["ja", "en"]) test(`${title} (${lang})`, () => body(lang));
}

/** Runs everything, or what has `only` in its title, and writes the results that the test command reads. */
export async function run(only) {
  for (const { title, body } of tests.filter(({ title }) => !only || title.includes(only))) {
    const from = performance.now();
    const problem = await ended(body);
    await closePages();
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    console.log(`${problem ? "FAILED" : "ok"} ${title} (${seconds} s)`);
    if (problem) console.log(problem.stack ?? problem);
    results.push({ title, status: problem ? "failed" : "passed" });
    write();
  }
  console.log(`browser tests: ${results.length - failures()} passed, ${failures()} failed`);
}

/** How many failed; a run of nothing counts as one. */
export function failures() {
  return results.length === 0 ? 1 : results.filter(({ status }) => status === "failed").length;
}

async function ended(body) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${MOST_MS / 1000} s`)), MOST_MS);
  });
  try {
    await Promise.race([body(), late]);
    return null;
  } catch (problem) {
    return problem instanceof Error ? problem : new Error(String(problem));
  } finally {
    clearTimeout(timer);
  }
}

function write() {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(new URL("results.json", RESULTS), `${JSON.stringify(results, null, 1)}\n`);
}
