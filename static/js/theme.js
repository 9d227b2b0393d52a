// Light or dark: the system's choice at first, the visitor's afterwards. The language is a cookie that the server reads.

import { byId } from "./dom.js";
import { t } from "./i18n.js";

const KEY = "theme";

/** Apply the theme chosen before; called before anything is drawn. */
export function restoreTheme() {
  const chosen = read();
  if (chosen) document.documentElement.dataset["theme"] = chosen;
}

export function mountTheme() {
  const button = byId("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const now = () => read() ?? (dark.matches ? "dark" : "light");
  const label = () => button.setAttribute("aria-label", now() === "dark" ? t("Light theme") : t("Dark theme"));
  button.addEventListener("click", () => {
    const next = now() === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    label();
  });
  label();
}

function read() {
  const set = document.documentElement.dataset["theme"];
  if (set) return set;
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Language links keep the visitor's place: they take the fragment along and remember the choice. */
export function mountLanguages() {
  for (const link of document.querySelectorAll("a[data-language]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const tag = /** @type {HTMLElement} */ (link).dataset["language"] ?? "en";
      document.cookie = `lang=${tag}; path=/; max-age=31536000; samesite=lax`;
      const address = new URL(location.href);
      if (address.searchParams.has("lang")) address.searchParams.set("lang", tag);
      history.replaceState(null, "", address);
      location.reload();
    });
  }
}
