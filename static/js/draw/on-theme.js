// Hear when light becomes dark, by the visitor's choice or the system's.

/** @param {() => void} act @returns {() => void} ends it */
export function onTheme(act) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(act);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  dark.addEventListener("change", act);
  return () => {
    chosen.disconnect();
    dark.removeEventListener("change", act);
  };
}
