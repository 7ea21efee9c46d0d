/** @param {number} ms @returns {string} such as "4.2 s", "48 s" or "2 min 5 s". */
export function duration(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** @param {number} ms @returns {string} whole seconds, for a running clock. */
export const elapsed = (ms) => duration(Math.max(0, Math.floor(ms / 1000) * 1000)).replace('.0', '');

/** @param {number} usd */
export const cost = (usd) => (usd === 0 ? 'free' : `$${usd.toFixed(4)}`);

/** @param {number} count */
export function bytes(count) {
  if (count < 1024) return `${count} B`;
  const kib = count / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

/** @param {number} count @param {string} noun */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** @param {string|Date} when */
export const clock = (when) => new Date(when).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** @param {string|Date} when */
export const dateAndTime = (when) => new Date(when).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });

/** @param {string} text @param {number} limit */
export const shorten = (text, limit) => (text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`);
