// Pointing at cells: hover shows, click pins, ↑ ↓ go from cell to cell of the focused picture.

/** @import {Heat} from "./heat.js" */

/**
 * @typedef {{key: string, row: number, column: number}} Cell
 *
 * @param {HTMLElement} stage
 * @param {{heats: () => Map<string, Heat>, point: (cell: Cell | null) => void, pin: (cell: Cell | null) => void}} view
 */
export function listenToCells(stage, { heats, point, pin }) {
  let focused = /** @type {Cell | null} */ (null);

  /** @param {Event} event */
  const heatOf = (event) => {
    const element = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.(".heat"));
    return element ? (heats().get(element.dataset["key"] ?? "") ?? null) : null;
  };

  /** @param {Heat} heat */
  function sizeOf({ placed: { picture } }) {
    return { rows: picture.rows * (picture.ghost?.rows ?? 1), columns: picture.columns * (picture.ghost?.columns ?? 1) };
  }

  /** @param {MouseEvent} event @returns {Cell | null} */
  function cellOf(event) {
    const heat = heatOf(event);
    if (!heat) return null;
    const box = heat.element.getBoundingClientRect();
    const { rows, columns } = sizeOf(heat);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return null;
    return { key: heat.placed.picture.key, row, column };
  }

  stage.addEventListener("pointermove", (event) => point(cellOf(event)));
  stage.addEventListener("pointerleave", () => point(null));
  stage.addEventListener("click", (event) => pin(cellOf(event)));
  stage.addEventListener("focusin", (event) => {
    const heat = heatOf(event);
    if (!heat || !heat.element.matches(":focus-visible")) return;
    focused = { key: heat.placed.picture.key, row: 0, column: 0 };
    point(focused);
  });
  stage.addEventListener("focusout", () => {
    focused = null;
    point(null);
  });
  stage.addEventListener("keydown", (event) => {
    const heat = heatOf(event);
    if (!heat) return;
    if (event.key === "Escape") pin(null);
    else if (event.key === "Enter") pin(focused ?? { key: heat.placed.picture.key, row: 0, column: 0 });
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const { rows, columns } = sizeOf(heat);
      const at = focused ? focused.row * columns + focused.column + (event.key === "ArrowDown" ? 1 : -1) : 0;
      const next = Math.min(Math.max(at, 0), rows * columns - 1);
      focused = { key: heat.placed.picture.key, row: Math.floor(next / columns), column: next % columns };
      point(focused);
    } else return;
    event.preventDefault();
  });
}
