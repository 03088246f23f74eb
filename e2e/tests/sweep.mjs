// After everything was written: is any word of it to be found in any byte that the program left?

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdsMarker, marker, markersIn, markersMade, sweep } from "../lib/markers.mjs";
import { command, stopProgram } from "../lib/program.mjs";
import { test } from "../lib/suite.mjs";
import { account, clinicDay, program } from "../lib/world.mjs";

const MARKERS = 10_000;
const AT_ONCE = 200;
/** Ways in which a patient's words are kept: for the care team, for oneself, or the whole entry for oneself. */
const WAYS = [{}, { note_only_me: true }, { only_me: true }];

test("words are planted until there are 10,000", async () => {
  const from = performance.now();
  const patients = program.accounts.filter(({ role, empty }) => role === "patient" && !empty).slice(0, 16);
  for (let turn = 0; markersMade() < MARKERS; turn += 1) {
    const { token, chart } = patients[turn % patients.length];
    const entries = Array.from({ length: AT_ONCE }, (_, at) => evening(turn, at));
    await plant(token, chart, entries);
  }
  const staff = Array.from({ length: AT_ONCE }, () => ({ ...common("staff_note"), text: marker() }));
  await plant(account("clinician").token, patients[0].chart, staff);
  const guardian = account("guardian");
  const family = Array.from({ length: AT_ONCE }, (_, at) => ({ ...evening(0, at * 3), function: "partly" }));
  await plant(guardian.token, guardian.chart, family);
  console.log(`   ${markersMade()} words written in ${((performance.now() - from) / 1000).toFixed(0)} s`);
});

test("none of 10,000 written words is in any byte of data, keys, write-ahead log or output while the program runs", () => {
  swept();
  for (const file of ["cmdline", "environ"]) {
    assert.ok(!holdsMarker(readFileSync(`/proc/${program.child.pid}/${file}`)), file);
  }
});

test("the program stops when asked to", async () => {
  assert.deepEqual(await stopProgram(program), { code: 0, signal: null });
});

test("none of 10,000 written words is in any byte that the program left", swept);

test("no name and no card number is in any byte of data and keys", () => {
  // Every name of the demo begins with this word, and its card numbers with S.
  const name = "合成";
  const numbers = Array.from({ length: 10 }, (_, at) => `S${String(at + 1).padStart(5, "0")}`);
  const open = readEverything(program.data).concat(readEverything(`${program.data}.keys`), [readFileSync(`${program.data}.root`)]);
  const found = [name, ...numbers].filter((word) => open.some((bytes) => bytes.includes(word)));
  assert.ok(program.accounts.every((account) => account.name.startsWith(name)) && open.length >= 3);
  assert.deepEqual(found, []);
});

test("the sweep does find a word that lies open", () => {
  const path = join(program.folder, "tmp", "open");
  for (const shape of ["utf8", "utf16le", "base64", "hex"]) {
    const word = Buffer.from(` ${marker()} `);
    const open = shape === "utf16le" ? Buffer.from(word.toString(), shape) : Buffer.from(word.toString(shape === "utf8" ? "utf8" : shape));
    writeFileSync(path, Buffer.concat([Buffer.alloc(70_001, 7), open]));
    const { found } = sweep(program.folder);
    unlinkSync(path);
    assert.deepEqual(found, [path], shape);
  }
});

test("every written word was really stored: the exports hold them", () => {
  const folder = mkdtempSync(join(tmpdir(), "namima-e2e-out-"));
  const held = new Set();
  try {
    for (const chart of new Set(program.accounts.map(({ chart }) => chart).filter(Boolean))) {
      const out = join(folder, `${chart}.json`);
      const { status, stderr } = command(program, "export", "--data", program.data, "--chart", chart, "--format", "json", "--out", out);
      assert.equal(status, 0, stderr);
      for (const word of markersIn(readFileSync(out, "utf8"))) held.add(word);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`   ${held.size} of ${markersMade()} words are in the exports`);
  assert.ok(held.size >= MARKERS, `${held.size} words`);
});

test("verify finds nothing wrong after the whole run", () => {
  const { status, stdout, stderr } = command(program, "verify", "--data", program.data);
  assert.equal(status, 0, stdout + stderr);
});

/** Sweeps the program's folder: data, keys, root key, write-ahead log, output, temporary files. */
function swept() {
  assert.ok(markersMade() >= MARKERS);
  const { found, files, bytes } = sweep(program.folder);
  console.log(`   ${files.length} files, ${(bytes / 1_000_000).toFixed(1)} MB`);
  assert.ok(files.some((file) => file.endsWith(".db")) && bytes > 1_000_000, "there was something to sweep");
  assert.deepEqual(found, []);
}

function readEverything(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

function common(kind) {
  const entered_at = new Date().toISOString();
  return { id: randomUUID(), kind, date: clinicDay(), zone: "Asia/Tokyo", entered_at, language: "ja" };
}

function evening(turn, at) {
  const way = WAYS[(turn + at) % WAYS.length];
  return { ...common("check_in"), mood: at % 11, note: marker(), ...way };
}

async function plant(token, chart, entries) {
  const cookie = await signIn(token);
  const answered = await post(`/api/v1/charts/${chart}/entries`, { entries }, { cookie });
  assert.equal(answered.status, 200, await answered.text());
}

async function signIn(token) {
  const answered = await post("/api/v1/sign-in/link", { token }, {});
  assert.equal(answered.status, 204);
  return answered.headers.get("set-cookie").split(";")[0];
}

function post(path, body, headers) {
  const origin = { origin: program.url, "content-type": "application/json" };
  return fetch(program.url + path, { method: "POST", headers: { ...origin, ...headers }, body: JSON.stringify(body) });
}
