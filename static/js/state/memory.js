// Which lesson was opened last, kept in this browser only.

/** @typedef {{id: string, title: string}} Opened */

const KEY = "opened";

/** @param {Opened} lesson */
export function rememberLesson({ id, title }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ id, title }));
  } catch {
    // Without storage nothing is remembered.
  }
}

/** @returns {Opened | null} */
export function lastLesson() {
  try {
    const { id, title } = JSON.parse(localStorage.getItem(KEY) ?? "null") ?? {};
    return typeof id === "string" && typeof title === "string" ? { id, title } : null;
  } catch {
    return null;
  }
}
