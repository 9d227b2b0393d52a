// The keys of the lab. A key belongs to what is being typed in first.

/** @param {() => Record<string, () => void>} actions just now, by name of the key, with "Shift+" before it where that is held */
export function listenToKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target, event.key)) return;
    const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const act = actions()[event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${name}` : name];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {EventTarget | null} target @param {string} key */
function isTyping(target, key) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("dialog, .cm-editor, textarea, select")) return true;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" || key === " ";
  return key === " " && target.matches("button, summary, a");
}
