import { byId, h } from '/playground/dom.js';
import { age } from './ages.js';
import { get } from './api.js';
import { jobButtons, toast } from './actions.js';
import { money, section, table } from './parts.js';

/** @param {any} overview */
export function failed(overview) {
  return section('Failed', overview.failed.length, overview.failed.length === 0
    ? 'Nothing has failed.'
    : table(['Job', 'Guild', 'Why', 'Lane', 'Failed', ''], overview.failed.map((job) => ['failed', job, [
      id(job), guild(job), why(job), job.lane, h('span', { class: 'ago' }, age(job.finishedAt), ' ago'), buttons(job),
    ]])));
}

/** @param {any} overview */
export function running(overview) {
  const workers = new Map(overview.processes.flatMap((process) => process.running.map((job) => [job, process.host])));
  return section('Running', overview.running.length, overview.running.length === 0
    ? 'Nothing is being drawn.'
    : table(['Job', 'Guild', 'Stage', 'Lane', 'Worker', 'For', ''], overview.running.map((job) => ['running', job, [
      id(job), guild(job), job.cancelRequested ? 'stopping' : attempts(job), job.lane, workers.get(job.id) ?? '–', age(job.startedAt), buttons(job),
    ]])));
}

/** @param {any} overview */
export function waiting(overview) {
  const total = overview.lanes.filter((lane) => lane.kind).reduce((sum, lane) => sum + lane.waiting + lane.delayed, 0);
  return section('Waiting', total, overview.waiting.length === 0
    ? 'Nobody waits.'
    : table(['Place', 'Job', 'Guild', 'Lane', 'Attempts', 'Waits', ''], overview.waiting.map((job) => ['waiting', job, [
      job.position ?? 'later', id(job), guild(job), job.lane, job.attempts || '–', age(job.createdAt), buttons(job),
    ]])),
    overview.waiting.length < total && `The next ${overview.waiting.length} are shown.`);
}

/** Shows a job by its id. @param {string} jobId */
export async function showJob(jobId) {
  try {
    const job = await get(`/jobs/${encodeURIComponent(jobId.trim().toLowerCase())}`);
    byId('job-title').textContent = `Job ${job.state}`;
    byId('job-facts').replaceChildren(...facts(job).filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
    byId('job-actions').replaceChildren(...jobButtons(job));
    byId('job-dialog').showModal();
  } catch (error) {
    toast(error.message, true);
  }
}

const facts = (job) => [
  ['Id', h('code', {}, job.id)],
  ['Guild', job.tenant],
  ['User', job.user],
  ['Prompt', job.prompt],
  ['Ordered', `${job.count} × ${job.style}, ${job.quality} quality`],
  ['Lane', job.lane],
  ['Stage', job.state === 'processing' ? job.stage : null],
  ['Place', job.position],
  ['Attempts', job.attempts ? `${job.attempts}${job.rescues ? `, ${job.rescues} rescued` : ''}` : null],
  ['Why', job.error && `${job.error.code}: ${job.error.message}`],
  ['Cost', job.costUsd === undefined ? null : job.cached ? 'nothing, from the cache' : money(job.costUsd)],
  ['Created', h('span', { class: 'ago' }, age(job.createdAt), ' ago')],
  ['Ended', job.finishedAt && h('span', { class: 'ago' }, age(job.finishedAt), ' ago')],
];

const id = (job) => h('div', {},
  h('button', { type: 'button', class: 'id', 'data-key': `id ${job.id}`, title: 'Show the job', onclick: () => showJob(job.id) }, job.id),
  job.prompt && h('p', { class: 'prompt' }, job.prompt));

const guild = (job) => h('div', {}, h('span', { class: 'name' }, job.tenant), h('span', { class: 'soft name' }, job.user));

const why = (job) => h('div', {}, h('span', { class: 'badge fault' }, job.error?.code ?? 'unknown'), h('p', { class: 'soft' }, job.error?.message));

const attempts = (job) => (job.attempts > 1 ? `${job.stage}, attempt ${job.attempts}` : job.stage);

const buttons = (job) => h('div', { class: 'actions' }, ...jobButtons(job));
