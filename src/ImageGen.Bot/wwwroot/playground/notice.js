import { byId } from './dom.js';

const waiting = new Map();

/** Tells assistive technology, once. @param {string} text */
export function announce(text) {
  byId('announcer').textContent = text;
}

/**
 * Shows why the page is waiting, in the banner. Each waiting request is an owner; the banner leaves with the last.
 * The text may change every second: only its first appearance is announced.
 * @param {object} owner
 * @param {string} text
 */
export function showNotice(owner, text) {
  if (waiting.size === 0) announce(text);
  waiting.set(owner, text);
  render();
}

/** @param {object} owner */
export function clearNotice(owner) {
  if (waiting.delete(owner) && waiting.size === 0) announce('Connected again.');
  render();
}

/** Shows the banner while the browser says that it is offline. */
export function wireOffline() {
  const owner = {};
  const check = () => (navigator.onLine ? clearNotice(owner) : showNotice(owner, 'You are offline. The page goes on when the network is back.'));
  window.addEventListener('online', check);
  window.addEventListener('offline', check);
  check();
}

function render() {
  const banner = byId('banner');
  banner.hidden = waiting.size === 0;
  banner.textContent = waiting.values().next().value ?? '';
}
