import { h } from './dom.js';
import { plural } from './format.js';

/** The steps shown, and the server's stages that each of them covers. */
const STEPS = [
  { name: 'queued', stages: ['queued'] },
  { name: 'refining', stages: ['moderating', 'retrieving', 'refining'] },
  { name: 'painting', stages: ['generating'] },
  { name: 'storing', stages: ['storing'] },
  { name: 'done', stages: ['done'] },
];

/** The stepper of one reply. */
export class Stepper {
  #steps = STEPS.map(({ name }) => h('li', { class: 'step' }, name));
  element = h('ol', { class: 'steps', role: 'list', 'aria-label': 'Progress', 'data-testid': 'stage' }, ...this.#steps);

  /** @param {string} stage */
  show(stage) {
    const reached = Math.max(0, STEPS.findIndex(({ stages }) => stages.includes(stage)));
    this.element.dataset.stage = stage;
    this.#steps.forEach((step, index) => {
      step.classList.toggle('is-past', index < reached);
      if (index === reached) step.setAttribute('aria-current', 'step');
      else step.removeAttribute('aria-current');
    });
  }
}

/** What the bot is doing, in words. @param {import('./api.js').Job} job */
export function stageText(job) {
  const again = job.attempts > 1 ? ` (attempt ${job.attempts})` : '';
  return words(job) + again;
}

function words(job) {
  switch (job.stage) {
    case 'queued': return positionText(job);
    case 'moderating': return 'Checking the request';
    case 'retrieving': return 'Looking up guidelines';
    case 'refining': return 'Refining the prompt';
    case 'generating': return job.count > 1 ? `Painting ${plural(job.count, 'picture')}` : 'Painting';
    case 'storing': return 'Storing';
    default: return 'Finishing';
  }
}

function positionText({ position, positionIsAtLeast }) {
  if (!position) return 'Waiting for a turn';
  return positionIsAtLeast ? `You are number ${position} or later in the queue` : `You are number ${position} in the queue`;
}
