// Sends a form in place: whatever goes wrong leaves everything typed. Nothing is kept on the device.

const WAIT_MS = 20000;
let sending = false;
let unsaved = false;

/**
 * The answer as a document: text may not become markup.
 * @param {string} method @param {string} address @param {string} [body] @returns {Promise<XMLHttpRequest | null>}
 */
function request(method, address, body) {
  return new Promise((answer) => {
    const call = new XMLHttpRequest();
    call.open(method, address);
    call.responseType = "document";
    call.timeout = WAIT_MS;
    // An empty answer is not read: the browser would make a document of it that says it cannot.
    call.onload = () => answer(call.status === 204 || call.response ? call : null);
    call.onerror = call.ontimeout = () => answer(null);
    call.setRequestHeader("x-by-script", "");
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
 * A token of the same person's new session.
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

/** Nothing stands before the help card: beside something unsaved it opens on a page of its own. @param {boolean} is */
function mark(is) {
  unsaved = is;
  for (const link of document.querySelectorAll("a[href='/help']")) is ? link.setAttribute("target", "_blank") : link.removeAttribute("target");
}

/** Asks before something typed is lost on another page; some phones know no `beforeunload`. @param {Event} event */
function leave(event) {
  const { target } = event;
  if (!unsaved || !(target instanceof Element)) return;
  if (!(event.type === "submit" ? target.matches("form:not([data-keep])") : target.closest("a[href^='/']:not([target])"))) return;
  const notice = document.querySelector(".keep");
  if (confirm(notice instanceof HTMLElement ? notice.dataset.leave : "")) mark(false);
  else event.preventDefault();
}

/** @param {XMLHttpRequest} call */
function show(call) {
  const [main, next] = [document.querySelector("main"), call.response.querySelector("main")];
  if (!main || !next) return location.reload();
  main.replaceWith(document.adoptNode(next));
  document.title = call.response.title;
  start(next);
  mark(next.querySelector("form[data-keep]") !== null);
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
  // A chart is opened once: each look is written down.
  if (call?.status === 204) {
    mark(false);
    return location.replace(call.getResponseHeader("location") ?? "/");
  }
  if (call && [200, 422].includes(call.status)) show(call);
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

/** @param {HTMLElement} part */
function list(part) {
  const listed = part.querySelector("[name=symptoms][value=listed]");
  if (listed instanceof HTMLInputElement) listed.checked = true;
}

/**
 * A chosen symptom is a listed one; its chip closes after a finger's choice. One that stands open is sent along, so that
 * its strength is asked for and it is not taken for absent.
 * @param {HTMLElement} part
 */
function chips(part) {
  part.addEventListener("toggle", ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.matches(".chip")) return;
    const opened = target.querySelector("[name^='opened.']");
    if (opened instanceof HTMLInputElement) opened.disabled = !target.open;
    if (target.open) list(part);
  }, true);
  part.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    if (!target.name.startsWith("symptom.") || !target.value || target.matches("[type=checkbox]:not(:checked)")) return;
    list(part);
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
addEventListener("input", ({ target }) => {
  if (target instanceof Element && target.closest("form[data-keep]")) mark(true);
});
addEventListener("click", leave);
addEventListener("submit", leave);
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
