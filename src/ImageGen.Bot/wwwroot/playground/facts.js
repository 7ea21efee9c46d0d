import { isFinal, jobPath } from './api.js';
import { h } from './dom.js';
import { bytes, cost, dateAndTime, duration } from './format.js';
import { currentKey } from './key.js';

/** @typedef {import('./api.js').Job} Job */

/** The prompt as it was typed and as it was refined, with the guidelines that did it. @param {Job} job */
export const words = (job) => [
  job.nearHit && !isFinal(job) &&
    h('p', { class: 'near-hit' }, 'There is ', h('a', { href: job.nearHit.url, target: '_blank', rel: 'noopener' }, 'a picture much like this'), ' already, and it is free.'),
  h('dl', { class: 'prompts' },
    ...entry('Prompt', job.prompt),
    ...(job.refinedPrompt ? entry('Refined', job.refinedPrompt) : [])),
  job.guidelines.length > 0 &&
    h('ul', { class: 'chips', role: 'list', 'aria-label': 'Guidelines' }, ...job.guidelines.map((each) => h('li', { class: 'chip' }, each))),
].filter(Boolean);

/** What there is to know of a finished picture at a glance. @param {Job} job */
export const glance = (job) =>
  h('ul', { class: 'glance', role: 'list', 'aria-label': 'Key facts' },
    h('li', { class: 'provenance' }, job.providerKind === 'painter' ? 'Drawn locally, no AI model' : 'AI-generated'),
    fact('style', job.style),
    fact('provider', job.fallbackFrom ? `${job.provider}, as ${job.fallbackFrom} was not available` : job.provider),
    fact('aspect', job.aspect),
    fact('seed', job.seed),
    isKnown(job.costUsd) && h('li', {}, cost(job.costUsd)),
    h('li', {}, job.cached ? 'from the cache' : 'not cached'));

/** Everything else, as a definition list. @param {Job} job */
export function details(job) {
  const facts = [
    ['Id', job.id],
    ['State', job.state],
    ['Attempts', job.attempts],
    ['Created', dateAndTime(job.createdAt)],
    ['Started', job.startedAt && dateAndTime(job.startedAt)],
    ['Duration', job.startedAt && job.finishedAt && duration(Date.parse(job.finishedAt) - Date.parse(job.startedAt))],
    ['Style', job.style],
    ['Refined by', job.refinedInsteadOf ? `${job.refiner}, since ${job.refinedInsteadOf} did not answer` : job.refiner],
    ['Quality', job.quality],
    ['Negative', job.negative],
    ['Count', job.count],
    ['Seed', job.seed],
    ['Error', job.error?.code],
    ...job.assets.flatMap((asset, index) => assetFacts(asset, job.assets.length > 1 ? ` ${index + 1}` : '')),
  ].filter(([, value]) => isKnown(value));

  return [
    h('dl', { class: 'details-list' }, ...facts.flatMap(([name, value]) => entry(name, value))),
    h('a', { href: jobPath(job.id), target: '_blank', rel: 'noopener', onclick: (event) => openWithKey(event, job) }, 'JSON'),
  ];
}

function assetFacts(asset, suffix) {
  return [
    [`Picture${suffix}`, `${asset.width} × ${asset.height}, ${bytes(asset.bytes)}, ${asset.contentType}`],
    [`SHA-256${suffix}`, asset.sha256],
  ];
}

/** A followed link cannot carry the API key: where one is in use, the document at hand is opened instead. */
function openWithKey(event, job) {
  if (!currentKey()) return;
  event.preventDefault();
  const url = URL.createObjectURL(new Blob([JSON.stringify(job, null, 2)], { type: 'application/json' }));
  window.open(url, '_blank', 'noopener');
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const isKnown = (value) => value !== null && value !== undefined && value !== '';
const entry = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
const fact = (name, value) => isKnown(value) && h('li', {}, h('span', { class: 'fact-name' }, `${name} `), value);
