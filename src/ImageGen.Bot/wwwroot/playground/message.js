import { isFinal } from './api.js';
import { commandOf, rerolled, splitFlags } from './command.js';
import { h } from './dom.js';
import { details, glance, words } from './facts.js';
import { jobFailure, rejection } from './failure.js';
import { clock, duration, elapsed, plural, shorten } from './format.js';
import { serverNow } from './http.js';
import { announce } from './notice.js';
import { frames, pictures } from './pictures.js';
import { Stepper, stageText } from './stages.js';

/** @typedef {import('./api.js').Job} Job */

/**
 * @typedef {object} ExchangeActions what the buttons do
 * @property {(command: string) => void} send sends a command anew
 * @property {(command: string) => void} edit puts a command in the composer
 * @property {(exchange: Exchange) => void} cancel
 * @property {(exchange: Exchange) => void} remove
 */

let lastNumber = 0;

/** One exchange of the thread: the person's message, and the bot's reply as it comes to be. */
export class Exchange {
  /** @type {Job|null} */
  job = null;
  #actions;
  #command;
  #sentAt = serverNow();
  #isCancelling = false;

  #stepper = new Stepper();
  #time = h('time', { class: 'when' });
  #clock = h('span', { class: 'clock' });
  #status = h('p', { class: 'status' }, 'Sending…');
  #progress = h('div', { class: 'progress' }, this.#stepper.element, this.#status);
  #canvas = h('div', { class: 'canvas' });
  #words = h('div', { class: 'words' });
  #buttons;
  #toolbar;
  #details;
  #complaint = h('p', { class: 'complaint', role: 'alert' });

  /** @param {string} command @param {ExchangeActions} actions */
  constructor(command, actions) {
    const detailsId = `details-${++lastNumber}`;
    this.#command = command;
    this.#actions = actions;
    this.#details = h('div', { class: 'details', id: detailsId, hidden: true });
    this.#buttons = {
      cancel: button('cancel', 'Cancel', () => actions.cancel(this)),
      reroll: button('reroll', 'Reroll', () => actions.send(this.#canReroll() ? rerolled(this.#command) : this.#command)),
      remix: button('remix', 'Remix', () => actions.edit(this.#command)),
      details: button('details', 'Details', () => this.#toggleDetails(), { 'aria-expanded': 'false', 'aria-controls': detailsId }),
      delete: button('delete', 'Delete', () => actions.remove(this)),
    };
    this.#toolbar = h('div', { class: 'actions', role: 'group', 'aria-label': 'Actions', hidden: true }, ...Object.values(this.#buttons));
    const reply = h('article', { class: 'reply', 'aria-label': 'ImageGen.Bot answers' },
      h('header', { class: 'reply-head' },
        h('img', { src: '/favicon.svg', alt: '', width: 20, height: 20 }), h('strong', {}, 'ImageGen.Bot'), this.#clock),
      this.#progress, this.#canvas, this.#words, this.#toolbar, this.#complaint, this.#details);
    this.element = h('li', { class: 'exchange', 'data-testid': 'exchange', 'data-state': 'sending' }, this.#message(), reply);
    this.#stepper.show('queued');
    this.#showSentAt();
  }

  /** Shows the job as it is now. @param {Job} job @param {{isNews?: boolean}} [options] whether a change is worth announcing */
  update(job, { isNews = true } = {}) {
    const before = this.job;
    this.job = job;
    this.#sentAt = Date.parse(job.createdAt);
    this.element.dataset.jobId = job.id;
    this.element.dataset.state = job.state;
    this.#showSentAt();
    this.#words.replaceChildren(...words(job));
    this.#details.replaceChildren(...details(job));

    if (isFinal(job)) this.#finish(job);
    else this.#progressTo(job, before);
    this.#showButtons();
    this.tick();
    if (isNews && (before?.state !== job.state || before.stage !== job.stage)) announce(this.#inWords(job));
  }

  /** Shows why the request was not accepted; what was typed can be had back. @param {Error} error */
  reject(error) {
    this.element.dataset.state = 'rejected';
    const isFixable = error.status === 400 || error.status === 413;
    const fix = button('fix', isFixable ? 'Fix it' : 'Edit it', () => this.#actions.edit(this.#command));
    const again = !isFixable && button('again', 'Try again', () => this.#actions.send(this.#command));
    const failure = rejection(error, ...[again, fix].filter(Boolean));
    this.#progress.hidden = true;
    this.#clock.textContent = '';
    this.#canvas.replaceChildren(failure);
    announce(failure.textContent);
  }

  /** A passing remark while nothing better is known; null takes it back. @param {string|null} text */
  say(text) {
    this.#status.textContent = text ?? (this.job ? stageText(this.job) : 'Sending…');
  }

  /** Says what a button could not do. @param {string} text */
  complain(text) {
    this.#complaint.textContent = text;
  }

  /** @param {boolean} isCancelling whether the person has asked to stop. */
  setCancelling(isCancelling) {
    this.#isCancelling = isCancelling;
    this.#buttons.cancel.disabled = isCancelling;
    this.say(isCancelling ? 'Cancelling…' : null);
  }

  /** Moves the running clock. */
  tick() {
    const { job } = this;
    if (this.element.dataset.state === 'rejected') return;
    if (!job || !isFinal(job)) this.#clock.textContent = elapsed(serverNow() - this.#sentAt);
    else this.#clock.textContent = job.finishedAt ? `in ${duration(Date.parse(job.finishedAt) - this.#sentAt)}` : '';
  }

  #message() {
    const parts = splitFlags(this.#command).map(({ text, isFlag }) => (isFlag ? h('span', { class: 'flag' }, text) : text));
    return h('article', { class: 'said', 'aria-label': 'You' },
      h('p', { class: 'bubble' }, h('span', { class: 'slash' }, '/imagine'), ' ', ...parts), this.#time);
  }

  #showSentAt() {
    const date = new Date(this.#sentAt);
    this.#time.dateTime = date.toISOString();
    this.#time.textContent = clock(date);
  }

  #progressTo(job, before) {
    this.#stepper.show(job.stage);
    if (!this.#isCancelling) this.say(null);
    if (!before) this.#canvas.replaceChildren(frames(job));
  }

  #finish(job) {
    this.#stepper.show('done');
    this.#progress.hidden = true;
    this.#canvas.replaceChildren(...(job.state === 'completed' ? [pictures(job), glance(job)] : [jobFailure(job)]));
  }

  #showButtons() {
    const final = isFinal(this.job);
    const { cancel, reroll, remix } = this.#buttons;
    const hadFocus = document.activeElement === cancel;
    this.#toolbar.hidden = false;
    cancel.hidden = final;
    reroll.hidden = remix.hidden = this.#buttons.delete.hidden = !final;
    reroll.textContent = this.#canReroll() ? 'Reroll' : 'Try again';
    if (hadFocus && final) remix.focus();
  }

  /** A finished picture is rolled anew; a failure is tried again as it was. */
  #canReroll() {
    return this.job?.state === 'completed';
  }

  #toggleDetails() {
    this.#details.hidden = !this.#details.hidden;
    this.#buttons.details.setAttribute('aria-expanded', String(!this.#details.hidden));
  }

  #inWords(job) {
    const subject = shorten(job.prompt, 60);
    switch (job.state) {
      case 'completed': return `Done: ${plural(job.assets.length, 'picture')} of ${subject}`;
      case 'failed': return `Failed: ${subject}. ${job.error?.message ?? ''}`;
      case 'cancelled': return `Cancelled: ${subject}`;
      default: return `${stageText(job)}: ${subject}`;
    }
  }
}

/** A new exchange for a job that the server remembers. @param {Job} job @param {ExchangeActions} actions */
export function exchangeOf(job, actions) {
  const exchange = new Exchange(commandOf(job), actions);
  exchange.update(job, { isNews: false });
  return exchange;
}

const button = (testId, text, onclick, attributes = {}) =>
  h('button', { type: 'button', class: `small is-${testId}`, 'data-testid': testId, onclick, ...attributes }, text);
