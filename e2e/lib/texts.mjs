// The words of the screens, read from the files they are served from: tests ask for a key, so better words do not
// break them, while a text in the wrong language does.

import { readFileSync, readdirSync } from "node:fs";

const FOLDER = new URL("../../crates/locale/locales/", import.meta.url);
const texts = { ja: read("ja"), en: read("en") };

function read(lang) {
  const folder = new URL(`${lang}/`, FOLDER);
  const lines = readdirSync(folder).flatMap((file) => readFileSync(new URL(file, folder), "utf8").split("\n"));
  const pairs = lines.map((line) => line.match(/^([a-z][\w-]*) = (.+)$/)).filter(Boolean);
  return new Map(pairs.map(([, key, value]) => [key, value]));
}

/** A text without values in it. */
export function text(lang, key) {
  const value = texts[lang].get(key);
  if (value === undefined) throw new Error(`no text ${key} in ${lang}`);
  return value;
}

/** A text with values in it, as a pattern. */
export function pattern(lang, key) {
  const pieces = text(lang, key).split(/\{[^}]*\}/);
  return new RegExp(pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^\\n]{1,80}"));
}
