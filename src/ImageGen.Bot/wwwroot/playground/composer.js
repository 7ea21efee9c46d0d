import { bareCommand } from './command.js';
import { Completion } from './completion.js';
import { byId } from './dom.js';
import { History } from './history.js';
import { announce } from './notice.js';

/** The line that one types in. */
export class Composer {
  #input = byId('composer');
  #completion = new Completion(this.#input, byId('completion'));
  #history = new History();
  #onSend;

  /** @param {(command: string) => void} onSend */
  constructor(onSend) {
    this.#onSend = onSend;
    byId('composer-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.#input.addEventListener('input', () => {
      this.#history.leave();
      this.#onChange();
      this.#completion.refresh();
    });
    this.#input.addEventListener('click', () => this.#completion.refresh());
    this.#input.addEventListener('blur', () => this.#completion.close());
    window.addEventListener('resize', () => this.#onChange());
  }

  focus() {
    this.#input.focus();
  }

  /** Puts a text in, to be edited. @param {string} text */
  edit(text) {
    this.#history.leave();
    this.#put(text);
    this.focus();
  }

  /** Sends a text as if it had been typed. @param {string} text */
  send(text) {
    const command = bareCommand(text);
    if (!command) return announce('Type what you would like to see first.');
    this.#history.add(command);
    this.#onSend(command);
  }

  #send() {
    const text = this.#input.value;
    this.focus();
    if (bareCommand(text)) this.#put('');
    this.send(text);
  }

  #onKey(event) {
    if (this.#completion.handleKey(event) || event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.#walkHistory(event);
  }

  /** The arrows walk the history from either end of a single line, and from the near end of several. */
  #walkHistory(event) {
    const { value, selectionStart: caret, selectionEnd } = this.#input;
    if (caret !== selectionEnd || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const isUp = event.key === 'ArrowUp';
    const atEnd = caret === value.length;
    const isFree = this.#history.isWalking || !value.includes('\n');
    const mayWalk = isFree ? atEnd || caret === 0 : isUp ? caret === 0 : atEnd;
    const text = mayWalk ? this.#history.walk(isUp ? -1 : 1, value) : null;
    if (text === null) return;
    event.preventDefault();
    this.#put(text);
  }

  #put(text) {
    this.#input.value = text;
    this.#input.setSelectionRange(text.length, text.length);
    this.#completion.close();
    this.#onChange();
  }

  /** Grows the text area with its text. */
  #onChange() {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }
}
