// One program and one browser for the whole run, and pages opened as one of its people.

import { chromium } from "playwright-core";
import { removeProgram, startProgram } from "./program.mjs";
import { watch } from "./watch.mjs";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1440, height: 900 } },
};
const LOCALES = { ja: "ja-JP", en: "en-GB" };
const ZONE = "Asia/Tokyo";

export let program;
let browser;
const contexts = new Set();

export async function start() {
  program = await startProgram();
  try {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  } catch (problem) {
    removeProgram(program);
    throw problem;
  }
}

export async function close() {
  await browser.close();
  removeProgram(program);
}

/** How large the screens are. */
export const sizes = { phone: DEVICES.phone.viewport, desk: DEVICES.desk.viewport };

/** An account of the demo by its shown name, or the first of a role. */
export function account(who) {
  const found = program.accounts.find(({ name, role }) => name === who || role === who);
  if (!found) throw new Error(`the demo has no ${who}`);
  return found;
}

/** A new browser profile, not signed in. */
export async function stranger({ lang = "ja", device = "phone", scheme = "light", script = true, proxy } = {}) {
  const context = await browser.newContext({
    ...DEVICES[device],
    colorScheme: scheme,
    locale: LOCALES[lang],
    timezoneId: ZONE,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
    ...(proxy && { proxy: { server: proxy } }),
  });
  contexts.add(context);
  context.setDefaultTimeout(20_000);
  await watch(context);
  return context.newPage();
}

/** A new browser profile, signed in through the printed link and its button. Staff sit at a desk. */
export async function open(who, options = {}) {
  const { role, token } = account(who);
  const staff = !["patient", "guardian", "supporter"].includes(role);
  const page = await stranger({ device: staff ? "desk" : "phone", ...options });
  const { lang = "ja" } = options;
  await page.context().addCookies([{ name: "lang", value: lang, url: program.url }]);
  await page.goto(`${program.url}/sign-in#${token}`);
  await page.locator("#sign-in-start").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in") && url.pathname !== "/");
  return page;
}

/** Closes what a test left open. */
export async function closePages() {
  await Promise.all([...contexts].map((context) => context.close().catch(() => {})));
  contexts.clear();
}

/** Today at the clinic, as YYYY-MM-DD; `back` days earlier. */
export function clinicDay(back = 0) {
  return new Date(Date.now() - back * 86_400_000).toLocaleDateString("en-CA", { timeZone: ZONE });
}

/** A night that is over whatever the time at the clinic, as HH:MM: shortly after midnight no morning has come yet. */
export function pastNight() {
  const now = new Date().toLocaleTimeString("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
  return now >= "06:40" ? { slept: "23:10", woke: "06:40" } : { slept: "20:10", woke: "00:00" };
}
