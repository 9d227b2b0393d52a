// Formulas, by KaTeX, which is fetched once the picture stands. Until then, and if it fails, the source is shown.

/** @type {Promise<typeof import("katex").default> | null} */
let library = null;

/**
 * @param {HTMLElement} host
 * @param {string} tex
 * @param {boolean} [display]
 */
export async function showFormula(host, tex, display = true) {
  host.dataset["tex"] = tex;
  library ??= import("katex").then((module) => module.default);
  const katex = await library;
  // A newer formula may have been asked for in the meantime.
  if (host.dataset["tex"] !== tex) return;
  katex.render(tex, host, { displayMode: display, throwOnError: false, strict: false, output: "htmlAndMathml" });
}
