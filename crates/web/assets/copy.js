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

/** @param {HTMLTextAreaElement} box As high as its lines, which break differently in each language and width. */
function fit(box) {
  const border = box.offsetHeight - box.clientHeight;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + border}px`;
}

if (text instanceof HTMLTextAreaElement && button) {
  fit(text);
  addEventListener("resize", () => fit(text));
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
