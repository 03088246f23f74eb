// What the browser saw and said during the whole run: requests, errors, titles.

export const seen = { requests: [], errors: new Set(), refused: [], lax: [], titles: new Set() };
const expected = [];

/** Says beforehand that an answer will refuse: `"422 POST /today"`. */
export function expectRefusal(line) {
  expected.push(line);
}

/** Answers that refused something and that no test had announced. */
export function unexpectedRefusals() {
  return seen.refused.filter((line) => !expected.includes(line));
}

/** Listens to everything in a browser profile. */
export async function watch(context) {
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
    // Whatever moves while a page loads moves under somebody's finger.
    const shifts = new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => node?.nodeName).join(", ");
        if (!hadRecentInput) console.error(`layout shift of ${value.toFixed(4)} on ${location.pathname}: ${moved}`);
      }
    });
    shifts.observe({ type: "layout-shift", buffered: true });
    addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => shifts.disconnect())));
  });
  context.on("request", (request) => {
    seen.requests.push({ url: request.url(), referer: request.headers().referer ?? "" });
  });
  context.on("response", (response) => {
    const policy = response.headers()["content-security-policy"] ?? "";
    if (!policy.startsWith("default-src 'none';")) seen.lax.push(response.url());
    if (response.status() < 400) return;
    seen.refused.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  context.on("console", (message) => {
    // A refused answer is in `refused` already, a lost connection is the test's own; the browser repeats them here.
    const repeated = message.text().startsWith("Failed to load resource:");
    if (["error", "warning"].includes(message.type()) && !repeated) {
      seen.errors.add(`${message.text()} at ${message.location().url}`);
    }
  });
  context.on("weberror", (error) => seen.errors.add(String(error.error())));
  context.on("page", (page) => {
    page.on("load", () => page.title().then((title) => seen.titles.add(title), () => {}));
  });
}
