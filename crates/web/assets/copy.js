// Copies the five lines. Where the browser does not let a page copy, the text is selected for the hand to do it.

const text = document.getElementById("i-copy");
const button = document.getElementById("copy-button");

/** @param {"copy-done" | "copy-by-hand"} said */
function say(said) {
  for (const id of ["copy-done", "copy-by-hand"]) {
    const words = document.getElementById(id);
    if (words) words.hidden = id !== said;
  }
}

if (text instanceof HTMLTextAreaElement && button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value.trimEnd());
      say("copy-done");
    } catch {
      text.focus();
      text.select();
      say("copy-by-hand");
    }
  });
}
