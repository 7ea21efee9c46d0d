import { lasting } from './storage.js';

const LIMIT = 100;

/** What was sent before, to walk through as in a shell. */
export class History {
  /** @type {string[]} oldest first */
  #entries = stored();
  #at = this.#entries.length;
  #draft = '';

  /** @returns {boolean} whether an older text is on show. */
  get isWalking() {
    return this.#at < this.#entries.length;
  }

  /** @param {string} text */
  add(text) {
    this.#entries = [...this.#entries.filter((each) => each !== text), text].slice(-LIMIT);
    lasting.write('history', JSON.stringify(this.#entries));
    this.leave();
  }

  /** Ends the walk: what is typed from here on is a new draft. */
  leave() {
    this.#at = this.#entries.length;
  }

  /**
   * @param {-1|1} step -1 is older
   * @param {string} current what the composer holds, kept as the draft when the walk begins
   * @returns {string|null} the text to show, or null where the walk ends.
   */
  walk(step, current) {
    const next = this.#at + step;
    if (next < 0 || next > this.#entries.length) return null;
    if (!this.isWalking) this.#draft = current;
    this.#at = next;
    return this.isWalking ? this.#entries[next] : this.#draft;
  }
}

function stored() {
  try {
    const entries = JSON.parse(lasting.read('history') ?? '[]');
    return Array.isArray(entries) ? entries.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
