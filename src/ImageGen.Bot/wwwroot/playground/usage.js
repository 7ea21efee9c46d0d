import { getUsage } from './api.js';
import { byId, h } from './dom.js';
import { dateAndTime, plural } from './format.js';

/** Shows what was used today, and how much of each limit. It is a nicety: where it cannot be had, it is left out. */
export async function showUsage() {
  try {
    const { imagesToday, limits } = await getUsage();
    const usage = byId('usage');
    usage.replaceChildren(`${plural(imagesToday, 'picture')} today`, ...limits.flatMap((limit) => [' · ', limitNote(limit)]));
    usage.hidden = false;
  } catch {
    byId('usage').hidden = true;
  }
}

function limitNote({ name, used, limit, unit, resetsAt }) {
  const amount = /usd|\$/i.test(unit) ? (value) => `$${value.toFixed(2)}` : String;
  return h('span', { title: resetsAt && `Resets ${dateAndTime(resetsAt)}` }, `${name} ${amount(used)} of ${amount(limit)}`);
}
