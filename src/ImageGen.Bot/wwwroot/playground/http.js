import { currentKey, renewKey } from './key.js';
import { clearNotice, showNotice } from './notice.js';
import { backoff, wait } from './wait.js';

const LIMIT_MS = 30_000;
const AWAY = new Set([502, 503, 504]);

/** The server answered, and said no. */
export class ApiError extends Error {
  /** @param {number} status @param {object} problem the problem+json document @param {number|null} retryAfter seconds */
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || `The server answered with status ${status}.`);
    this.status = status;
    this.code = problem.code ?? null;
    /** @type {Record<string, string[]>} */
    this.errors = problem.errors ?? {};
    this.retryAfter = retryAfter;
  }
}

/** The server did not answer. */
export class Unreachable extends Error {}

let clockOffset = 0;

/** @returns {number} the server's time in ms, as well as its Date header tells. */
export const serverNow = () => Date.now() + clockOffset;

/**
 * One request, one answer; asks for an API key and goes on when the answer is 401.
 * @param {string} path
 * @param {RequestInit & {askForKey?: boolean, limitMs?: number}} [options]
 * @returns {Promise<Response>} a successful response; anything else is thrown.
 */
export async function send(path, { askForKey = true, limitMs, headers, ...init } = {}) {
  for (;;) {
    const key = currentKey();
    const signal = limited(init.signal, limitMs);
    const allHeaders = { Accept: 'application/json', ...headers, ...(key && { Authorization: `Bearer ${key}` }) };
    const response = await reach(init.signal, () => fetch(path, { ...init, signal, headers: allHeaders }));
    readClock(response);
    if (response.ok) return response;
    if (response.status !== 401 || !askForKey || !(await renewKey(key))) throw await toError(response);
  }
}

/**
 * A request for JSON that does not give up while the server is away or the network gone; it says so in the banner,
 * and to `onWait` (null when the wait is over).
 * @param {string} path
 * @param {RequestInit & {askForKey?: boolean, onWait?: (text: string|null) => void}} [options]
 * @returns {Promise<any>} the document, or null when the answer has no content.
 */
export async function request(path, { onWait, signal, ...init } = {}) {
  const owner = {};
  try {
    for (let failures = 0; ; failures++) {
      try {
        return await readJson(path, { ...init, signal, limitMs: LIMIT_MS });
      } catch (error) {
        if (!isPassing(error) || signal?.aborted) throw error;
        const why = error instanceof Unreachable ? 'The network is gone' : 'The ledger is away';
        await wait(error.retryAfter ?? backoff(failures), {
          signal,
          onTick(left) {
            const text = `${why}, trying again in ${left} s`;
            showNotice(owner, text);
            onWait?.(text);
          },
        });
      }
    }
  } finally {
    clearNotice(owner);
    onWait?.(null);
  }
}

/** Whether the same request may well succeed a little later. */
const isPassing = (error) => error instanceof Unreachable || (error instanceof ApiError && AWAY.has(error.status));

async function readJson(path, init) {
  const response = await send(path, init);
  if (response.status === 204) return null;
  return JSON.parse(await reach(init.signal, () => response.text()));
}

/** Turns a failure of the network, or its slowness, into Unreachable; leaves the caller's own abort as it is. */
async function reach(signal, attempt) {
  try {
    return await attempt();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable('The server could not be reached.', { cause: error });
  }
}

function limited(signal, limitMs) {
  const signals = [signal, limitMs && AbortSignal.timeout(limitMs)].filter(Boolean);
  return signals.length === 0 ? null : AbortSignal.any(signals);
}

async function toError(response) {
  const problem = await response.json().catch(() => null);
  return new ApiError(response.status, problem ?? {}, retryAfter(response));
}

function retryAfter(response) {
  const value = response.headers.get('Retry-After');
  if (!value) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - serverNow()) / 1000;
  return Number.isFinite(seconds) ? Math.min(300, Math.max(1, Math.ceil(seconds))) : null;
}

function readClock(response) {
  const now = Date.parse(response.headers.get('Date') ?? '');
  // The header has whole seconds: a smaller difference says nothing.
  if (Number.isFinite(now)) clockOffset = Math.abs(now - Date.now()) > 2000 ? now - Date.now() : 0;
}
