import { h } from './dom.js';

/** How each kind of failure is told. Tones: calm (nobody's fault), limit (wait, or ask for less), fault (ours). */
const KINDS = {
  cancelled: { tone: 'calm', title: 'Cancelled', message: 'This was stopped before it was finished.' },
  refused: { tone: 'limit', title: 'The bot would rather not paint this', message: 'Other words may do.' },
  quota_exceeded: { tone: 'limit', title: 'That was the last picture for now' },
  budget_exceeded: { tone: 'limit', title: 'The budget is spent for now' },
  timed_out: { tone: 'limit', title: 'It took too long', message: 'Another try may well be quicker.' },
};
const OTHER = { tone: 'fault', title: 'Something went wrong', message: 'It is not your prompt. Another try may help.' };

/** A job that failed or was cancelled. @param {import('./api.js').Job} job */
export function jobFailure(job) {
  const code = job.error?.code ?? (job.state === 'cancelled' ? 'cancelled' : 'failed');
  const kind = KINDS[code] ?? OTHER;
  return box(kind.tone, kind.title, job.error?.message || kind.message, code);
}

/**
 * A request that was never accepted: what is wrong, field by field where the server says so.
 * @param {Error & {status?: number, code?: string|null, errors?: Record<string, string[]>}} error
 * @param {...HTMLElement} buttons
 */
export function rejection(error, ...buttons) {
  const { tone, title } = KINDS[error.code] ?? titleFor(error.status);
  const fields = Object.entries(error.errors ?? {}).flatMap(([field, messages]) => messages.map((message) => ({ field, message })));
  const body = fields.length > 0
    ? h('ul', { class: 'problems' }, ...fields.map(({ field, message }) => h('li', {}, field && h('code', {}, field), ' ', message)))
    : error.message;
  return box(tone, title, body, error.code, h('div', { class: 'actions' }, ...buttons));
}

function titleFor(status) {
  if (status === 400) return { tone: 'limit', title: 'That does not quite read as a command' };
  if (status === 401) return { tone: 'limit', title: 'An API key is needed' };
  if (status === 413) return { tone: 'limit', title: 'That is too long' };
  if (status === 429) return { tone: 'limit', title: 'That was a little too fast' };
  return OTHER;
}

function box(tone, title, body, code, ...rest) {
  return h('div', { class: `failure is-${tone}`, 'data-testid': 'error', 'data-code': code },
    h('p', { class: 'failure-title' }, h('strong', {}, title), code && h('code', {}, code)),
    typeof body === 'string' ? h('p', {}, body) : body,
    ...rest);
}
