import { byId, h } from '/playground/dom.js';
import { plural } from '/playground/format.js';
import { laneButton } from './actions.js';
import { age, at } from './ages.js';
import { failed, running, waiting } from './jobs.js';
import { bars, money, percent, section, table } from './parts.js';

const FAR_MS = 365 * 24 * 3600 * 1000;

const SECTIONS = { summary, lanes, failed, running, waiting, processes, guilds, audit };

const shown = new Map();

/** Shows an overview. Sections that read as before are left alone, and the focus stays where it is. @param {any} overview */
export function render(overview) {
  // Under a finger that is down nothing may move: its click would be lost.
  if (document.querySelector('#board button:active')) return;
  for (const [name, build] of Object.entries(SECTIONS)) {
    const content = build(overview);
    const text = content.map((part) => part.outerHTML.replace(/<time[^>]*data-age=""[^>]*>[^<]*/g, (time) => time.replace(/>.*/, '>'))).join('');
    if (shown.get(name) === text) continue;
    shown.set(name, text);
    const key = document.activeElement?.closest(`#${name}`) && document.activeElement.getAttribute('data-key');
    byId(name).replaceChildren(...content);
    if (key) byId(name).querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
}

function summary(overview) {
  const drawn = overview.lanes.filter((lane) => lane.kind);
  const oldest = overview.waiting.map((job) => job.createdAt).sort()[0];
  const { completed, cached } = overview.cache;
  return [h('dl', { class: 'tiles' },
    tile('Waiting', sum(drawn, (lane) => lane.waiting + lane.delayed), oldest ? ['oldest ', age(oldest)] : 'nobody'),
    tile('Running', sum(drawn, (lane) => lane.running), plural(overview.processes.filter((process) => process.lanes.length > 0).length, 'worker')),
    tile('Replies on their way', sum(overview.lanes, (lane) => (lane.kind ? 0 : lane.waiting + lane.delayed + lane.running)), 'to chat'),
    tile('Answered by the cache', percent(cached, completed), `of the newest ${completed} completed`, 'cache'))];
}

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);

const tile = (name, value, more, testId) => h('div', { class: 'tile', 'data-testid': testId },
  h('dt', {}, name), h('dd', { class: 'value' }, value), h('dd', { class: 'soft' }, ...[more].flat()));

function lanes(overview) {
  return section('Lanes', null, h('ul', { class: 'lanes' }, ...overview.lanes.map(laneCard)));
}

function laneCard(lane) {
  return h('li', { class: 'lane', 'data-testid': 'lane', 'data-id': lane.name },
    h('div', { class: 'lane-head' }, h('h3', {}, lane.name), badge(lane), laneButton(lane)),
    h('p', { class: 'soft' }, lane.kind ? `${lane.kind}${lane.model ? ` · ${lane.model}` : ''}` : 'replies', ' · ', plural(lane.workers, 'worker')),
    h('dl', { class: 'numbers' },
      number('waiting', lane.waiting), number('in backoff', lane.delayed), number('running', lane.maxConcurrent ? `${lane.running} of ${lane.maxConcurrent}` : lane.running)),
    lane.guilds.length > 0 && h('ul', { class: 'shares', 'aria-label': `Guilds that wait in ${lane.name}` },
      ...lane.guilds.map((guild) => h('li', {}, h('span', { class: 'name' }, guild.tenant), h('span', {}, guild.waiting), h('span', { class: 'soft' }, 'oldest ', age(guild.oldestAt))))));
}

const number = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));

function badge(lane) {
  if (lane.pausedUntil)
    return h('span', { class: 'badge limit', 'data-testid': 'state' }, ...(Date.parse(lane.pausedUntil) - Date.now() > FAR_MS ? ['paused'] : ['paused until ', at(lane.pausedUntil)]));
  if (lane.workers === 0) return h('span', { class: 'badge fault', 'data-testid': 'state' }, 'no worker');
  const [first] = lane.openCircuits;
  if (first)
    return h('span', { class: 'badge fault', 'data-testid': 'state', title: `${lane.openCircuits.length} of ${lane.workers} workers hold calls back` }, `${first.cause}, tried again `, at(first.until));
  return h('span', { class: 'badge good', 'data-testid': 'state' }, 'open');
}

function processes(overview) {
  return section('Processes', overview.processes.length, overview.processes.length === 0
    ? 'No process has said yet that it lives. It takes a few seconds.'
    : table(['Host', 'Does', 'Version', 'Up for', 'Heard of', 'Works on'], overview.processes.map((process) => ['process', process, [
      h('div', {}, h('span', { class: 'name' }, process.host), h('span', { class: 'soft name' }, `process ${process.processId}`)),
      process.roles.join(', '), process.version, age(process.startedAt), h('span', { class: 'ago' }, age(process.seenAt), ' ago'),
      process.lanes.length > 0 ? `${process.runningCount} of ${process.concurrency}` : '–',
    ]])));
}

function guilds(overview) {
  return section('Guilds', null, overview.guilds.length === 0
    ? 'No guild has asked for a picture yet.'
    : table(['Guild', 'Cost this month', 'Today', 'Last 7 days', ''], overview.guilds.map((guild) => ['guild', { id: guild.tenant }, [
      h('a', { class: 'name', href: `/operator/usage.svg?guild=${encodeURIComponent(guild.tenant)}`, target: '_blank', rel: 'noopener', title: 'The last 30 days as a chart' }, guild.tenant), money(guild.costThisMonthUsd), guild.days[0] ? day(guild.days[0]) : '–',
      plural(sum(guild.days, (one) => one.images), 'picture'),
      bars([...guild.days].reverse().map((one) => [`${one.day}: ${day(one)}`, one.images])),
    ]])),
    'Those of the newest jobs. Cached pictures cost nothing and are not counted.');
}

const day = (one) => `${plural(one.images, 'picture')}${one.costUsd === undefined ? '' : `, ${money(one.costUsd)}`}`;

function audit(overview) {
  return section('Audit log', null, overview.audit.length === 0
    ? 'No operator has changed anything yet.'
    : table(['When', 'What', 'Of', 'Outcome', 'From'], overview.audit.map((entry) => ['audit', {}, [
      h('span', { class: 'ago' }, age(entry.at), ' ago'), entry.action, h('code', {}, entry.target || '–'), entry.outcome, h('code', {}, entry.from),
    ]])));
}
