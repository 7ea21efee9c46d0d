/**
 * Creates an element. Functions become listeners (`onclick`), everything else an attribute;
 * null, undefined and false are left out, both as attributes and as children. Strings become text, never markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string|number|null|undefined|false)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (isNothing(value)) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => !isNothing(child)).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** @template {HTMLElement} T @param {string} id @returns {T} */
export const byId = (id) => /** @type {any} */ (document.getElementById(id));

/** Runs `change`, and if the end of the page was in view before, brings it into view again. */
export function keepingEnd(change) {
  const page = document.documentElement;
  const atEnd = page.scrollHeight - window.innerHeight - window.scrollY < 80;
  change();
  if (atEnd) scrollToEnd();
}

export function scrollToEnd() {
  window.scrollTo({ top: document.documentElement.scrollHeight });
}

const isNothing = (value) => value === null || value === undefined || value === false;
