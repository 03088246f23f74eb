// Sends a form without leaving the page: a lost connection, a full store or an ended session leaves everything typed.
// Nothing is kept on the device. Forms work without script.

const WAIT_MS = 20000;
let sending = false;

/**
 * The answer as a document. `fetch` gives none: text may not become markup.
 * @param {string} method @param {string} address @param {string} [body] @returns {Promise<XMLHttpRequest | null>}
 */
function request(method, address, body) {
  return new Promise((answer) => {
    const call = new XMLHttpRequest();
    call.open(method, address);
    call.responseType = "document";
    call.timeout = WAIT_MS;
    call.onload = () => answer(call.response ? call : null);
    call.onerror = call.ontimeout = () => answer(null);
    if (body !== undefined) call.setRequestHeader("content-type", "application/x-www-form-urlencoded");
    call.send(body);
  });
}

/** @param {ParentNode} part @param {string} selector */
const words = (part, selector) => part.querySelector(selector)?.textContent?.trim() ?? "";

/** @param {ParentNode} part @param {string} selector @param {boolean} shown */
function unhide(part, selector, shown) {
  const element = part.querySelector(selector);
  if (element instanceof HTMLElement) element.hidden = !shown;
}

/** @param {HTMLFormElement} form @param {string} title @param {string} said @param {boolean} signIn */
function tell(form, title, said, signIn) {
  const notice = form.querySelector(".keep");
  if (!(notice instanceof HTMLElement)) return;
  const [strong, plain] = [".keep-title", ".keep-words"].map((name) => notice.querySelector(name));
  if (strong) strong.textContent = title;
  if (plain) plain.textContent = said;
  unhide(notice, ".keep-sign-in", signIn);
  notice.hidden = false;
  notice.focus();
}

/** @param {HTMLFormElement} form @param {"offline" | "lost" | "session" | "other"} why */
function tellOf(form, why) {
  const notice = form.querySelector(".keep");
  if (notice instanceof HTMLElement) tell(form, notice.dataset[`${why}Title`] ?? "", notice.dataset[why] ?? "", why === "session" || why === "other");
}

/** @param {HTMLFormElement} form @param {XMLHttpRequest | null} call */
function tellFailure(form, call) {
  if (!call) return tellOf(form, navigator.onLine ? "lost" : "offline");
  // The session is over, and its token with it.
  if (call.status === 401 || call.status === 403) form.dataset.stale = "";
  if (call.status === 401) return tellOf(form, "session");
  return tell(form, words(call.response, "main h1"), words(call.response, "main .lead"), false);
}

/**
 * After signing in again: a token of the new session, if it is the same person's.
 * @param {HTMLFormElement} form
 */
async function renew(form) {
  const call = await request("GET", location.href);
  if (call?.status !== 200) {
    tellFailure(form, call);
    return false;
  }
  const page = /** @type {Document} */ (call.response);
  const drawn = [...page.forms].find((other) => other.getAttribute("action") === form.getAttribute("action"));
  if (!drawn || words(page, ".who-am-i") !== words(document, ".who-am-i")) {
    tellOf(form, "other");
    return false;
  }
  const [old, fresh] = [form, drawn].map((one) => one.querySelector("[name=csrf]"));
  if (old instanceof HTMLInputElement && fresh instanceof HTMLInputElement) old.value = fresh.value;
  delete form.dataset.stale;
  return true;
}

/** @param {XMLHttpRequest} call */
function show(call) {
  const [main, next] = [document.querySelector("main"), call.response.querySelector("main")];
  if (!main || !next) return location.reload();
  if (next.querySelector(".state")) return location.replace(call.responseURL);
  main.replaceWith(document.adoptNode(next));
  document.title = call.response.title;
  start(next);
  scrollTo(0, 0);
  const refused = next.querySelector(".help-first, .refused");
  return (refused instanceof HTMLElement ? refused : next).focus();
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
async function send(form, button) {
  unhide(form, ".keep", false);
  if (form.dataset.stale !== undefined && !(await renew(form))) return;
  const body = new URLSearchParams();
  new FormData(form).forEach((value, name) => body.append(name, String(value)));
  if (button?.name) body.append(button.name, button.value);
  const call = await request("POST", form.getAttribute("action") ?? "", body.toString());
  if (call && (call.status === 200 || call.status === 422)) show(call);
  else tellFailure(form, call);
}

/** @param {HTMLFormElement} form */
function keep(form) {
  /** @type {HTMLButtonElement | null} */
  let pressed = null;
  form.addEventListener("click", ({ target }) => {
    if (target instanceof HTMLButtonElement) pressed = target;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    unhide(form, ".keep-sending", true);
    await send(form, pressed);
    unhide(form, ".keep-sending", false);
    sending = false;
  });
}

/** A chosen symptom is a listed one; its chip closes after a finger's choice. @param {HTMLElement} part */
function chips(part) {
  part.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    if (!target.name.startsWith("symptom.") || !target.value || target.matches("[type=checkbox]:not(:checked)")) return;
    const listed = part.querySelector("[name=symptoms][value=listed]");
    if (listed instanceof HTMLInputElement) listed.checked = true;
  });
  part.addEventListener("click", ({ target, detail }) => {
    if (detail === 0 || !(target instanceof HTMLInputElement) || target.type !== "radio") return;
    const chip = target.closest("details.chip");
    if (!(chip instanceof HTMLDetailsElement)) return;
    chip.open = false;
    chip.querySelector("summary")?.focus();
  });
}

/** @param {HTMLElement} part */
function start(part) {
  for (const form of part.querySelectorAll("form[data-keep]")) if (form instanceof HTMLFormElement) keep(form);
  chips(part);
}

start(document.querySelector("main") ?? document.body);
