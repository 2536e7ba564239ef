// Keys: / search, ? help, t theme, [ navigation, g then a letter goes to a page (links with data-go in the help dialog).
const PATIENCE = 1200;
let leader = 0;

const isTyping = (target) => Boolean(target.closest?.("input, textarea, select, [contenteditable]"));

function act(key) {
  if (Date.now() - leader < PATIENCE) {
    leader = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) location.assign(link.href);
    return link !== null;
  }
  if (key === "g") leader = Date.now();
  else if (key === "/") document.querySelector("[data-search] input")?.focus();
  else if (key === "?") document.getElementById("help")?.showModal();
  else if (key === "t") document.dispatchEvent(new CustomEvent("ui:toggle-theme"));
  else if (key === "[") document.dispatchEvent(new CustomEvent("ui:toggle-navigation"));
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (act(event.key)) event.preventDefault();
});
