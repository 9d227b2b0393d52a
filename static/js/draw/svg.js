// Make SVG elements.

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | null>} [attributes] null leaves an attribute out
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  put(element, attributes);
  element.append(...children);
  return element;
}

/**
 * Set attributes; null takes one away.
 * @param {Element} element
 * @param {Record<string, string | number | null>} attributes
 */
export function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, String(value));
  }
}
