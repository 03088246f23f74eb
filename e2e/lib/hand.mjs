// A thumb on a phone: it taps, and counts.

import assert from "node:assert/strict";
import { text } from "./texts.mjs";

export class Hand {
  taps = 0;

  constructor(page) {
    this.page = page;
    this.from = performance.now();
  }

  async tap(locator) {
    await locator.tap();
    this.taps += 1;
  }

  /** Taps one answer of a question. */
  async choose(field, value) {
    await this.tap(answer(this.page, field, value));
  }

  /** Taps the day where none is chosen. */
  async chooseDay() {
    if (await chooseDay(this.page)) this.taps += 1;
  }

  async save() {
    await changes(this.page, () => this.tap(this.page.locator("button.save")));
  }

  said() {
    return `${this.taps} taps, ${((performance.now() - this.from) / 1000).toFixed(1)} s by machine`;
  }
}

/** The label of one answer. */
export function answer(page, field, value) {
  return page.locator(`#f-${field} label`).filter({ has: page.locator(`input[value="${value}"]`) });
}

/** Does something and waits for what the page shows next, whether the page is loaded anew or its content replaced. */
export async function changes(page, act) {
  await page.locator("main").evaluate((main) => main.setAttribute("data-before", ""));
  await act();
  await page.locator("main:not([data-before])").waitFor();
}

/** Presses the button and waits for the answer. */
export async function save(page) {
  await changes(page, () => page.locator("button.save").click());
}

/** Between midnight and four the page asks which day is meant: today is. True when it had to be said. */
export async function chooseDay(page) {
  if ((await page.locator("input[name=date]:checked").count()) > 0) return false;
  await page.locator("#f-date > .choice label").last().click();
  return true;
}

/** An ordinary evening up to the button. Who is off every medicine is not asked about it. */
export async function ordinaryEvening(hand, symptoms = "none") {
  await hand.chooseDay();
  await hand.choose("mood", 6);
  await hand.choose("anxiety", 3);
  if ((await hand.page.locator("#f-medicine").count()) > 0) await hand.choose("medicine", "as_planned");
  await hand.choose("symptoms", symptoms);
  await hand.choose("function", "as_usual");
}

/** The page says this; it may still be on its way. */
export async function assertSaid(page, lang, ...keys) {
  for (const key of keys) {
    const words = key instanceof RegExp ? key : text(lang, key);
    const holds = (said) => (words instanceof RegExp ? words.test(said) : said.includes(words));
    let said = "";
    for (let turn = 0; turn < 100 && !holds(said); turn += 1) {
      if (turn > 0) await new Promise((resolve) => setTimeout(resolve, 50));
      said = await page.locator("main").innerText().catch(() => "");
    }
    assert.ok(holds(said), `"${words}" is not in: ${said}`);
  }
}
