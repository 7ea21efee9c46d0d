import { FLAGS, VALUES } from './catalog.js';
import { h } from './dom.js';

/**
 * What can be completed where the caret is. Phones and Macs turn two hyphens into a dash; both are understood.
 * @param {string} before the text before the caret
 * @returns {{flag: string|null, query: string}|null} flag is null where a flag itself is being typed.
 */
export function contextOf(before) {
  const value = /(?:^|\s)(?:--|—)([a-z]+)(?:\s+|=)([^\s]*)$/i.exec(before);
  const flag = value && `--${value[1].toLowerCase()}`;
  if (flag && Object.hasOwn(VALUES, flag) && !/^(--|—)/.test(value[2])) return { flag, query: value[2] };
  const name = /(?:^|\s)((?:--|—)[a-z]*)$/i.exec(before);
  return name && { flag: null, query: name[1] };
}

/** The completion list of a text area, by the ARIA pattern of a combobox with a listbox. */
export class Completion {
  #input;
  #list;
  /** @type {import('./catalog.js').Suggestion[]} */
  #shown = [];
  #query = '';
  #active = -1;
  #asked = 0;

  /** @param {HTMLTextAreaElement} input @param {HTMLElement} list */
  constructor(input, list) {
    this.#input = input;
    this.#list = list;
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', 'aria-controls': list.id }))
      input.setAttribute(name, value);
    list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** Offers whatever fits the text before the caret. */
  async refresh() {
    const asked = ++this.#asked;
    const { value, selectionStart, selectionEnd } = this.#input;
    const context = selectionStart === selectionEnd ? contextOf(value.slice(0, selectionStart)) : null;
    if (!context) return this.close();

    const all = context.flag ? await VALUES[context.flag]() : FLAGS.filter((each) => !isUsed(each.value, value));
    if (asked === this.#asked) this.#show(context, all);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list. */
  handleKey(event) {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
    switch (event.key) {
      case 'ArrowDown': this.#activate((this.#active + 1) % this.#shown.length); break;
      case 'ArrowUp': this.#activate((this.#active <= 0 ? this.#shown.length : this.#active) - 1); break;
      case 'Escape': this.close(); break;
      case 'Tab': this.#accept(Math.max(0, this.#active)); break;
      case 'Enter':
        if (this.#active < 0) return false;
        this.#accept(this.#active);
        break;
      default: return false;
    }
    event.preventDefault();
    return true;
  }

  close() {
    this.#asked++;
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  #show({ flag, query }, all) {
    const wanted = query.replace('—', '--').toLowerCase();
    const starting = all.filter(({ value }) => value.toLowerCase().startsWith(wanted));
    const containing = all.filter((each) => !starting.includes(each) && flag && `${each.value} ${each.title ?? ''}`.toLowerCase().includes(wanted));
    this.#shown = [...starting, ...containing];
    this.#query = query;

    // A word that is already whole needs no completing: Enter then sends.
    const isWhole = this.#shown[0]?.value.toLowerCase() === wanted;
    if (this.#shown.length === 0 || (isWhole && this.#shown.length === 1)) return this.close();
    this.#list.replaceChildren(...this.#shown.map((each, index) => this.#option(each, index)));
    this.#list.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.#activate(isWhole ? -1 : 0);
  }

  #option({ value, title, text }, index) {
    return h('li', { role: 'option', id: `${this.#list.id}-${index}`, 'aria-selected': 'false', onclick: () => this.#accept(index) },
      h('code', {}, value), h('span', {}, title && h('b', {}, title), title && ' ', text));
  }

  #activate(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    const option = this.#list.children[index];
    if (!option) return this.#input.removeAttribute('aria-activedescendant');
    this.#input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  #accept(index) {
    const caret = this.#input.selectionStart;
    const after = this.#input.value.slice(caret);
    const text = this.#shown[index].value + (after.startsWith(' ') ? '' : ' ');
    this.#input.setRangeText(text, caret - this.#query.length, caret, 'end');
    if (after.startsWith(' ')) this.#input.selectionStart = this.#input.selectionEnd = this.#input.selectionEnd + 1;
    this.#input.focus();
    // The composer hears of it as of typing, and asks for what comes next.
    this.#input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** Whether the flag stands in the text already. @param {string} flag @param {string} text */
const isUsed = (flag, text) => text.split(/\s+/).includes(flag) && !text.trimEnd().endsWith(flag);
