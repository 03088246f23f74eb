// Hands that have no pointer.

import { changes } from "./hand.mjs";

const MOST_PRESSES = 400;

/** Presses Tab until the focus lies on what `selector` names, and holds `words` if given. */
export async function tabTo(page, selector, words = "") {
  for (let press = 0; press < MOST_PRESSES; press += 1) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate(
      ([wanted, text]) => {
        const focus = document.activeElement;
        return Boolean(focus?.matches(wanted) && (focus.textContent ?? "").includes(text));
      },
      [selector, words],
    );
    if (there) return;
  }
  throw new Error(`Tab does not reach ${selector} ${words}`);
}

/** Reaches a group of answers by Tab and takes the one with this value by arrow keys. */
export async function take(page, name, value) {
  await tabTo(page, `input[name="${name}"]`);
  for (let press = 0; press < 20; press += 1) {
    const now = await page.evaluate(() => {
      const focus = document.activeElement;
      return focus instanceof HTMLInputElement && focus.checked ? focus.value : null;
    });
    if (now === String(value)) return;
    await page.keyboard.press("ArrowRight");
  }
  throw new Error(`arrow keys do not reach ${name} ${value}`);
}

/** Reaches a link or button by Tab, presses it, and waits for what it leads to. */
export async function press(page, selector, words = "") {
  await tabTo(page, selector, words);
  await changes(page, () => page.keyboard.press("Enter"));
}

/** True when the focus can be seen: an outline around what has it, or around its label's face. */
export async function focusIsSeen(page) {
  return page.evaluate(() => {
    const focus = document.activeElement;
    const faces = [focus, focus?.nextElementSibling].filter((face) => face instanceof Element);
    return faces.some((face) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(face);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
  });
}
