import { byId, h } from '/playground/dom.js';
import { change } from './api.js';
import { ask } from './ask.js';

const PAUSES = [['15', '15 minutes'], ['60', 'an hour'], ['480', '8 hours'], ['', 'until it is resumed']];

let providers = [];
let refresh = () => {};
let hideTimer = 0;

/** @param {() => void} onChange called after every change */
export function wireActions(onChange) {
  refresh = onChange;
}

/** @param {string[]} names */
export function setProviders(names) {
  providers = names;
}

/** The buttons for what can be done with a job. @param {any} job */
export function jobButtons(job) {
  return job.actions.filter((action) => action !== 'reroute' || others(job).length > 0).map((action) => h('button', {
    type: 'button',
    class: action === 'delete' || action === 'cancel' ? 'small plain' : 'small',
    'data-testid': action,
    'data-key': `${action} ${job.id}`,
    'aria-label': `${NAMES[action]} job ${job.id}`,
    onclick: () => HANDLERS[action](job),
  }, NAMES[action]));
}

/** @param {any} lane */
export function laneButton(lane) {
  const paused = Boolean(lane.pausedUntil);
  return h('button', {
    type: 'button',
    class: 'small',
    'data-testid': paused ? 'resume' : 'pause',
    'data-key': `pause ${lane.name}`,
    'aria-label': `${paused ? 'Resume' : 'Pause'} ${lane.name}`,
    onclick: () => (paused ? run(`/lanes/${encodeURIComponent(lane.name)}/resume`) : pause(lane)),
  }, paused ? 'Resume' : 'Pause');
}

/** Says what came of something. @param {string} text @param {boolean} [isFault] */
export function toast(text, isFault = false) {
  const line = byId('toast');
  line.textContent = text;
  line.classList.toggle('fault', isFault);
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => { line.textContent = ''; }, isFault ? 15_000 : 8_000);
}

const NAMES = { retry: 'Retry', reroute: 'Reroute', cancel: 'Cancel', delete: 'Delete' };

const HANDLERS = {
  retry: (job) => run(`/jobs/${job.id}/retry`),
  async reroute(job) {
    const provider = await ask({
      title: 'Let another provider draw it?',
      text: job.state === 'pending'
        ? 'The job waits there from now on, at a place of its own.'
        : 'It is ordered again from there, as a new job within the guild’s limits.',
      go: 'Reroute',
      label: 'Provider',
      choices: others(job).map((name) => [name, name]),
    });
    if (provider) await run(`/jobs/${job.id}/reroute`, { provider });
  },
  async cancel(job) {
    if ((await ask({ title: 'Cancel this job?', text: 'Its author is told that it was cancelled. What a provider was paid already stays paid.', go: 'Cancel the job', danger: true })) !== null)
      await run(`/jobs/${job.id}/cancel`);
  },
  async delete(job) {
    if ((await ask({ title: 'Delete this job?', text: 'Its record and its pictures are removed for everyone. This cannot be undone.', go: 'Delete', danger: true })) !== null)
      await run(`/jobs/${job.id}/delete`);
  },
};

async function pause(lane) {
  const minutes = await ask({
    title: `Pause ${lane.name}?`,
    text: 'Nothing new is started from this lane. What runs goes on, and what waits keeps its place.',
    go: 'Pause',
    label: 'For how long',
    choices: PAUSES,
  });
  if (minutes !== null) await run(`/lanes/${encodeURIComponent(lane.name)}/pause`, minutes ? { minutes: Number(minutes) } : {});
}

async function run(path, body) {
  try {
    toast((await change(path, body)).message);
    byId('job-dialog').close();
  } catch (error) {
    toast(error.message, true);
  }
  refresh();
}

const others = (job) => providers.filter((name) => job.state !== 'pending' || name !== job.lane);
