// Signs in with the token of the link. The token stays in the fragment, which no server log sees, until it is posted.

const token = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname);

/** @param {string} id */
const part = (id) => document.getElementById(id);

/** @param {string} id @param {boolean} shown */
function show(id, shown) {
  const element = part(id);
  if (element) element.hidden = !shown;
}

async function start() {
  show("sign-in-failed", false);
  show("sign-in-waiting", true);
  let done = false;
  try {
    const answer = await fetch("/api/v1/sign-in/link", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    done = answer.ok;
  } catch {
    done = false;
  }
  show("sign-in-waiting", false);
  if (done) {
    location.replace("/");
    return;
  }
  show("sign-in-link", false);
  show("sign-in-failed", true);
  const code = part("sign-in-code");
  if (code instanceof HTMLDetailsElement) code.open = true;
}

if (token) {
  show("sign-in-link", true);
  part("sign-in-start")?.addEventListener("click", start);
} else {
  const code = part("sign-in-code");
  if (code instanceof HTMLDetailsElement) code.open = true;
}
