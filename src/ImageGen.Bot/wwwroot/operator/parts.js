import { h } from '/playground/dom.js';

/** A section with its heading, count, and a table or, where that is empty, a sentence. */
export function section(title, count, content, note) {
  return [
    h('h2', {}, title, count === null ? null : h('span', { class: 'count' }, count)),
    typeof content === 'string' ? h('p', { class: 'nothing' }, content) : content,
    note && h('p', { class: 'note soft' }, note),
  ].filter(Boolean);
}

/**
 * A table that narrow screens show as cards, each cell with its column's name.
 * @param {string[]} columns
 * @param {[string, {id?: string}, unknown[]][]} rows a test id, what the row is of, its cells
 */
export function table(columns, rows) {
  return h('div', { class: 'table' }, h('table', {},
    h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name || h('span', { class: 'unseen' }, 'Actions'))))),
    h('tbody', {}, ...rows.map(([kind, { id }, cells]) => h('tr', { 'data-testid': kind, 'data-id': id },
      ...cells.map((cell, at) => h('td', { 'data-label': columns[at], class: cell === '–' && 'none' }, cell)))))));
}

/** @param {number} usd */
export const money = (usd) => `$${usd.toFixed(usd !== 0 && usd < 1 ? 4 : 2)}`;

/** @param {number} part @param {number} whole */
export const percent = (part, whole) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);

/** Small bars, oldest first, each with its text. @param {[string, number][]} values */
export function bars(values) {
  const [width, height, most] = [8, 24, Math.max(1, ...values.map(([, value]) => value))];
  const svg = shape('svg', { class: 'bars', width: values.length * width, height, 'aria-hidden': 'true' });
  values.forEach(([text, value], at) => {
    const tall = value === 0 ? 1 : Math.max(2, Math.round((height * value) / most));
    const bar = shape('rect', { x: at * width, y: height - tall, width: width - 2, height: tall, rx: 1 });
    bar.append(shape('title', {}, text));
    svg.append(bar);
  });
  return svg;
}

function shape(tag, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}
