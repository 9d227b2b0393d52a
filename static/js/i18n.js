// The visitor's language: messages travel with the page, English is the message id.

/** @type {Record<string, string>} */
const messages = JSON.parse(globalThis.document?.getElementById("messages")?.textContent ?? "{}");

/**
 * Translate a text and fill in its `{name}` placeholders.
 * @param {string} text English
 * @param {Record<string, string | number>} [parts]
 */
export function t(text, parts = {}) {
  return (messages[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => String(parts[name] ?? whole));
}
