import { h } from '/playground/dom.js';
import { dateAndTime } from '/playground/format.js';

let offset = 0;

/** @param {string} now the server's time */
export function setNow(now) {
  offset = Date.parse(now) - Date.now();
}

/** How long ago, counting on by itself. @param {string|null|undefined} since */
export const age = (since) => (since ? h('time', { datetime: since, title: dateAndTime(since), 'data-age': '' }, text(Date.parse(since))) : '–');

/** When, as a clock says it. @param {string} at */
export const at = (at) => h('time', { datetime: at, title: dateAndTime(at) }, new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));

/** Keeps all ages on the page up to date. */
export function wireAges() {
  setInterval(() => {
    for (const time of document.querySelectorAll('time[data-age]')) {
      const now = text(Date.parse(time.dateTime));
      if (time.textContent !== now) time.textContent = now;
    }
  }, 1000);
}

function text(since) {
  const seconds = Math.max(0, Math.floor((Date.now() + offset - since) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
