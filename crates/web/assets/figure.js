// @ts-check
// The reading line: a slider, a pointer or a finger moves a line over the drawing, and the text above it says what the
// table has of that day. The slider is the one thing a keyboard reaches; a screen reader hears the same text as its value.

/** Days of a page up or down. */
const WEEK = 7;
/** Pixels the line keeps from the edge of a drawing that moves. */
const EDGE = 24;

/**
 * One column of the twin: its head, the class of its lane and a cell a day.
 * @typedef {{ head: string, tone: string, cells: string[] }} Column
 */

/** @param {HTMLElement} figure @returns {Column[]} */
function columns(figure) {
  const rows = figure.querySelectorAll("table.facts-of-days tr");
  return [...rows].map((row) => {
    const [head, ...cells] = [...row.children].map((cell) => (cell.textContent ?? "").trim());
    return { head: head ?? "", tone: row.className, cells };
  });
}

/**
 * What is known of a day. The first two columns, the day and whether it was recorded, speak for themselves.
 * @param {Column[]} all @param {number} day
 */
function known(all, day) {
  const cells = all.map(({ head, tone, cells }, n) => ({ head: n < 2 ? "" : head, tone, text: cells[day] ?? "" }));
  return cells.filter(({ text }) => text !== "");
}

/** @param {{ head: string, tone: string, text: string }} fact */
function element({ head, tone, text }) {
  const span = document.createElement("span");
  if (tone) span.className = tone;
  if (head) {
    const name = document.createElement("b");
    name.className = "of";
    name.textContent = head;
    span.append(name, " ");
  }
  span.append(text);
  return span;
}

/**
 * Days to pixels and back; null until the drawing has a size.
 * @param {SVGSVGElement} svg
 */
function scale(svg) {
  const box = svg.getBoundingClientRect();
  const unit = box.width / svg.viewBox.baseVal.width;
  const [x0, day] = [Number(svg.dataset.x0), Number(svg.dataset.day)];
  return unit > 0 && day > 0 ? { left: box.left, unit, x0, day } : null;
}

/** @param {HTMLElement} figure */
function start(figure) {
  const svg = figure.querySelector(".drawing svg");
  const cross = figure.querySelector(".cross");
  const line = figure.querySelector(".reading");
  const slider = figure.querySelector(".day-slider");
  if (!(svg instanceof SVGSVGElement && cross && line && slider instanceof HTMLInputElement)) return;
  const all = columns(figure);
  const last = Number(slider.max);
  // As high as its longest day so far: nothing of a day is cut off, and the drawing does not jump back and forth.
  let tallest = 0;

  /** @param {number} day */
  function show(day) {
    const facts = known(all, day);
    line?.replaceChildren(...facts.flatMap((fact) => [element(fact), " "]));
    if (line instanceof HTMLElement && line.offsetHeight > tallest) {
      tallest = line.offsetHeight;
      line.style.minHeight = `${tallest}px`;
    }
    if (slider instanceof HTMLInputElement) {
      slider.value = String(day);
      const words = facts.map(({ head, text }) => (head ? `${head} ${text}` : text));
      slider.setAttribute("aria-valuetext", words.join(" / "));
    }
    const at = scale(/** @type {SVGSVGElement} */ (svg));
    if (at) {
      const x = String(at.x0 + at.day * (day + 0.5));
      cross?.setAttribute("x1", x);
      cross?.setAttribute("x2", x);
      cross?.setAttribute("visibility", "visible");
    }
  }

  /** Where the drawing is wider than its place, brings the line in sight; a pointer has it there already. */
  function reveal() {
    const [box, at] = [svg?.parentElement, scale(/** @type {SVGSVGElement} */ (svg))];
    if (!box || !at || box.scrollWidth <= box.clientWidth) return;
    const x = Number(cross?.getAttribute("x1")) * at.unit;
    const [from, to] = [box.scrollLeft, box.scrollLeft + box.clientWidth];
    if (x < from + EDGE || x > to - EDGE) box.scrollLeft = x - box.clientWidth / 2;
  }

  /** @param {number} day */
  function go(day) {
    show(day);
    reveal();
  }

  /** The thumb stands where the day is. */
  function place() {
    const at = scale(/** @type {SVGSVGElement} */ (svg));
    if (!at || !(slider instanceof HTMLInputElement)) return;
    tallest = 0;
    if (line instanceof HTMLElement) line.style.minHeight = "";
    slider.style.left = `${at.x0 * at.unit}px`;
    slider.style.width = `${Math.max(at.day * (last + 1) * at.unit, 48)}px`;
  }

  /** @param {PointerEvent} event */
  function follow(event) {
    const at = scale(/** @type {SVGSVGElement} */ (svg));
    if (!at) return;
    const day = Math.floor(((event.clientX - at.left) / at.unit - at.x0) / at.day);
    if (day >= 0 && day <= last) show(day);
  }

  svg.addEventListener("pointermove", follow);
  svg.addEventListener("pointerdown", follow);
  slider.addEventListener("input", () => go(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    const step = event.key === "PageUp" ? WEEK : event.key === "PageDown" ? -WEEK : 0;
    if (step === 0) return;
    event.preventDefault();
    go(Math.min(last, Math.max(0, Number(slider.value) + step)));
  });
  new ResizeObserver(place).observe(svg);
  slider.hidden = false;
  place();
  // Wider than its place, it opens at its newest days.
  const box = svg.parentElement;
  if (box) box.scrollLeft = box.scrollWidth;
  // The names of the lanes stay in sight until somebody moves through the days.
  show(Number(slider.value));
}

for (const figure of document.querySelectorAll("[data-figure]")) {
  if (figure instanceof HTMLElement) start(figure);
}
