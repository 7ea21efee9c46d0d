import { cancelJob, isFinal, listThread, removeJob, submitCommand } from './api.js';
import { confirmDelete } from './dialog.js';
import { byId, h, keepingEnd, scrollToEnd } from './dom.js';
import { Exchange, exchangeOf } from './message.js';
import { announce } from './notice.js';
import { watchJob } from './watch.js';

const LIMIT = 50;

/** The thread on the page: its exchanges, and what goes on with them. */
export class Thread {
  /** @type {string|undefined} */
  id;
  /** @type {Set<Exchange>} */
  #exchanges = new Set();
  #list = byId('thread');
  /** Ends whatever belongs to the thread that is left. */
  #visit = new AbortController();
  #loaded = Promise.resolve();
  #composer;
  #onFinished;

  /**
   * @param {{edit: (text: string) => void, focus: () => void}} composer
   * @param {() => void} onFinished called when a job has come to its end.
   */
  constructor(composer, onFinished) {
    this.#composer = composer;
    this.#onFinished = onFinished;
    setInterval(() => this.#tick(), 1000);
  }

  /** Shows the thread `id`, and resumes what is unfinished in it. @param {string} id @returns {Promise<void>} */
  open(id) {
    this.id = id;
    this.#visit.abort();
    this.#visit = new AbortController();
    this.#exchanges.clear();
    this.#list.replaceChildren();
    this.#loaded = this.#load(this.#visit.signal);
    return this.#loaded;
  }

  /** Sends what follows /imagine. @param {string} command */
  async send(command) {
    const { signal } = this.#visit;
    const exchange = new Exchange(command, this.#actions);
    this.#add(exchange);
    scrollToEnd();
    announce('Sent.');
    try {
      const thread = this.id;
      await this.#loaded;
      const job = await submitCommand(command, thread, (text) => exchange.say(text));
      keepingEnd(() => exchange.update(job));
      if (isFinal(job)) this.#onFinished();
      else await this.#follow(exchange, signal);
    } catch (error) {
      if (!signal.aborted) keepingEnd(() => exchange.reject(error));
    }
  }

  /** @type {import('./message.js').ExchangeActions} */
  #actions = {
    send: (command) => this.send(command),
    edit: (command) => this.#composer.edit(command),
    cancel: (exchange) => this.#cancel(exchange),
    remove: (exchange) => this.#remove(exchange),
  };

  async #load(signal) {
    byId('empty').hidden = true;
    byId('loading').hidden = false;
    try {
      const jobs = await listThread(this.id, LIMIT, signal);
      if (signal.aborted) return;
      const exchanges = jobs.reverse().map((job) => exchangeOf(job, this.#actions));
      const sent = [...this.#exchanges];
      this.#exchanges = new Set([...exchanges, ...sent]);
      if (jobs.length === LIMIT) this.#list.prepend(h('li', { class: 'loading' }, `The newest ${LIMIT} of this thread.`));
      this.#list.append(...[...this.#exchanges].map(({ element }) => element));
      for (const exchange of exchanges) if (!isFinal(exchange.job)) this.#follow(exchange, signal);
      scrollToEnd();
    } catch (error) {
      if (!signal.aborted) this.#offerReload(error);
    } finally {
      if (!signal.aborted) {
        byId('loading').hidden = true;
        this.#showEmpty();
      }
    }
  }

  #offerReload(error) {
    const retry = h('button', { type: 'button', class: 'small', onclick: () => this.open(this.id) }, 'Try again');
    this.#list.prepend(h('li', { class: 'loading', 'data-testid': 'error' }, `The thread could not be read. ${error.message} `, retry));
  }

  async #follow(exchange, signal) {
    try {
      await watchJob(exchange.job.id, signal, (job) => keepingEnd(() => exchange.update(job)));
      this.#onFinished();
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === 404) this.#drop(exchange);
      else exchange.complain(`${error.message} Reload the page to see how it went.`);
    }
  }

  async #cancel(exchange) {
    exchange.setCancelling(true);
    try {
      const job = await cancelJob(exchange.job.id);
      if (!isFinal(exchange.job)) exchange.update(job);
    } catch (error) {
      if (error.status === 404) return this.#drop(exchange);
      exchange.setCancelling(false);
      exchange.complain(`It could not be cancelled. ${error.message}`);
    }
  }

  async #remove(exchange) {
    if (!(await confirmDelete())) return;
    try {
      await removeJob(exchange.job.id);
    } catch (error) {
      if (error.status !== 404) return exchange.complain(`It could not be deleted. ${error.message}`);
    }
    this.#drop(exchange);
    this.#composer.focus();
    announce('Deleted.');
  }

  #add(exchange) {
    this.#exchanges.add(exchange);
    this.#list.append(exchange.element);
    this.#showEmpty();
  }

  #drop(exchange) {
    this.#exchanges.delete(exchange);
    exchange.element.remove();
    this.#showEmpty();
  }

  #showEmpty() {
    byId('empty').hidden = this.#list.childElementCount > 0 || !byId('loading').hidden;
  }

  #tick() {
    for (const exchange of this.#exchanges) if (!exchange.job || !isFinal(exchange.job)) exchange.tick();
  }
}
