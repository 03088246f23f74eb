// The program under test: started in a folder of its own, stopped as an operator would.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MOST_START_MS = 120_000;
const MOST_STOP_MS = 30_000;

/** Starts the demo. Everything it can write to lies in `folder`: data, keys, output, temporary files, working folder. */
export async function startProgram() {
  const binary = process.env.NAMIMA_BIN;
  if (!binary) throw new Error("NAMIMA_BIN names the program to test");
  const folder = mkdtempSync(join(tmpdir(), "namima-e2e-"));
  const [temporary, data, ready] = ["tmp", "demo", "ready"].map((name) => join(folder, name));
  mkdirSync(temporary);
  const child = spawn(binary, ["demo", "--data", data, "--ready", ready, "--listen", "127.0.0.1:0"], {
    cwd: folder,
    env: { PATH: process.env.PATH, TMPDIR: temporary, RUST_LOG: "trace", RUST_BACKTRACE: "1" },
    stdio: ["ignore", openSync(join(folder, "stdout"), "w"), openSync(join(folder, "stderr"), "w")],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  const from = Date.now();
  while (!existsSync(ready)) {
    if (child.exitCode !== null || Date.now() - from > MOST_START_MS) {
      child.kill("SIGKILL");
      throw new Error(`the program did not start: ${readFileSync(join(folder, "stderr"), "utf8")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { url, accounts } = JSON.parse(readFileSync(ready, "utf8"));
  return { binary, folder, data, url, accounts, child, ended };
}

/** Stops it with SIGTERM and answers how it ended. */
export async function stopProgram(program) {
  program.child.kill("SIGTERM");
  const late = new Promise((resolve) => setTimeout(resolve, MOST_STOP_MS, { code: null, signal: "late" }).unref());
  return Promise.race([program.ended, late]);
}

/** Kills what is left and removes the folder; NAMIMA_KEEP=1 keeps it for a look. */
export function removeProgram(program) {
  program.child.kill("SIGKILL");
  if (process.env.NAMIMA_KEEP === "1") console.log(`kept: ${program.folder}`);
  else rmSync(program.folder, { recursive: true, force: true });
}

/** Runs another command of the program to its end. */
export function command(program, ...args) {
  return spawnSync(program.binary, args, { cwd: program.folder, encoding: "utf8" });
}
