// Words that nobody else would write, put into every field of free text, and the search for them.

import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Stands in every marker of this run, so that one search finds them all. */
const RUN = `q${randomBytes(8).toString("hex")}`;
const made = new Set();

/** A new marker. */
export function marker() {
  const one = `${RUN}${randomBytes(6).toString("hex")}`;
  made.add(one);
  return one;
}

/** How many were made so far. */
export function markersMade() {
  return made.size;
}

/** Those of this run's markers that stand in a text. */
export function markersIn(text) {
  const found = text.match(new RegExp(`${RUN}[0-9a-f]{12}`, "g")) ?? [];
  return new Set(found.filter((one) => made.has(one)));
}

/** What a marker would look like: as it is, in UTF-16, in hexadecimal, and in the three alignments of base64. */
function shapes() {
  const plain = Buffer.from(RUN);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), plain]).toString("base64");
    // The letters at both ends depend on the neighbours.
    return Buffer.from(text.slice(shift === 0 ? 0 : 4, Math.floor(((shift + plain.length) * 8) / 6) - 1));
  });
  return [plain, Buffer.from(RUN.toUpperCase()), Buffer.from(RUN, "utf16le"), Buffer.from(plain.toString("hex")), ...base64];
}

/** True when any marker stands in these bytes. */
export function holdsMarker(bytes) {
  return shapes().some((shape) => bytes.includes(shape));
}

/** Reads every file below `folder`: how many bytes there are, and which files hold a marker. */
export function sweep(folder) {
  const [found, files] = [[], []];
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (holdsMarker(Buffer.from(entry.name))) found.push(`a name in ${entry.parentPath}`);
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    files.push(path);
    bytes += content.length;
    if (holdsMarker(content)) found.push(path);
  }
  return { found, files, bytes };
}
