// Starts the program named by NAMIMA_BIN in a new folder, drives it through a browser, and looks for traces it left.
// NAMIMA_SCREENS=1 also writes docs/screens; ONLY=word runs the tests whose title holds the word.

import { failures, run } from "./lib/suite.mjs";
import { close, start } from "./lib/world.mjs";

await start();
// The order matters: pictures are taken before tests write, and the sweep comes when everything has been written.
if (process.env.NAMIMA_SCREENS === "1") await import("./tests/screens.mjs");
await import("./tests/patient.mjs");
await import("./tests/refused.mjs");
await import("./tests/lost.mjs");
await import("./tests/safety.mjs");
await import("./tests/help.mjs");
await import("./tests/noscript.mjs");
await import("./tests/clinician.mjs");
await import("./tests/keyboard.mjs");
await import("./tests/guardian.mjs");
await import("./tests/pieces.mjs");
await import("./tests/axe.mjs");
await import("./tests/network.mjs");
await import("./tests/sweep.mjs");

await run(process.env.ONLY);
await close();
process.exit(failures() === 0 ? 0 : 1);
