// Light or dark: the system's choice at first, the visitor's afterwards. The language is a cookie that the server reads.

import { byId } from "./dom.js";
import { t } from "./i18n.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** The button that changes the theme; early-theme.js has put back the one chosen before. */
export function mountTheme() {
  const button = byId("theme");
  const page = document.documentElement;
  const isDark = () => (page.dataset["theme"] ?? (DARK.matches ? "dark" : "light")) === "dark";
  const name = () => {
    const text = isDark() ? t("Light theme") : t("Dark theme");
    button.setAttribute("aria-label", text);
    button.title = text;
  };
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    page.dataset["theme"] = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    name();
  });
  DARK.addEventListener("change", name);
  name();
}

/**
 * Language links keep the visitor's place: the address's fragment comes along, and the choice is remembered.
 * @param {() => Promise<unknown>} [settle] writes what is not yet in the address
 */
export function mountLanguages(settle = async () => {}) {
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("a[data-language]"))) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await settle();
      const tag = link.dataset["language"] ?? "en";
      document.cookie = `lang=${tag}; path=/; max-age=31536000; samesite=lax`;
      const address = new URL(location.href);
      address.searchParams.delete("lang");
      history.replaceState(null, "", address);
      location.reload();
    });
  }
}
