import { h } from './dom.js';
import { shorten } from './format.js';

/** Empty frames of the right shape, so that nothing jumps when the pictures come. @param {import('./api.js').Job} job */
export const frames = (job) =>
  grid(job.count, ratioOf(job.aspect), Array.from({ length: job.count }, () => h('div', { class: 'frame' })), { 'aria-hidden': 'true' });

/** The finished pictures; each opens in full in a new tab. @param {import('./api.js').Job} job */
export function pictures(job) {
  const [first] = job.assets;
  if (!first) return h('p', {}, 'The picture is no longer kept.');
  const items = job.assets.map((asset, index) => picture(job, asset, index));
  return grid(items.length, first.width / first.height, items);
}

function picture({ prompt, assets }, { url, width, height }, index) {
  const which = assets.length > 1 ? ` (${index + 1} of ${assets.length})` : '';
  const image = h('img', { src: url, width, height, alt: shorten(prompt, 240) + which, loading: 'lazy', decoding: 'async', 'data-testid': 'picture' });
  const link = h('a', { class: 'frame', href: url, target: '_blank', rel: 'noopener', title: 'Open the full picture in a new tab' }, image);
  image.addEventListener('error', () => link.classList.add('is-missing'));
  return link;
}

function grid(count, ratio, items, attributes = {}) {
  const element = h('div', { class: count > 1 ? 'pictures is-grid' : 'pictures', ...attributes }, ...items);
  element.style.setProperty('--ratio', String(ratio));
  return element;
}

/** @param {string} aspect such as "16:9" */
function ratioOf(aspect) {
  const [width, height] = String(aspect).split(':').map(Number);
  return width > 0 && height > 0 ? width / height : 1;
}
