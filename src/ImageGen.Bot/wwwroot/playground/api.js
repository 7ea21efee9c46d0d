import { request, send } from './http.js';
import { randomId } from './random.js';
import { readEvents } from './sse.js';

/**
 * @typedef {{url: string, width: number, height: number, contentType: string, bytes: number, sha256: string}} Asset
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {'pending'|'processing'|'completed'|'failed'|'cancelled'} state
 * @property {'queued'|'moderating'|'retrieving'|'refining'|'generating'|'storing'|'done'} stage
 * @property {number|null} position the place in the queue, from 1
 * @property {boolean} [positionIsAtLeast] whether the place is a lower bound
 * @property {string|null} command the text after /imagine
 * @property {string} prompt
 * @property {string|null} refinedPrompt
 * @property {{id: string, url: string}|null} [nearHit] a finished picture that is nearly this one
 * @property {string|null} [refiner] who refined it, with a version
 * @property {string|null} [refinedInsteadOf] the refiner that did not answer
 * @property {string[]} guidelines
 * @property {string} style
 * @property {string} provider
 * @property {string | null} fallbackFrom the provider that was to draw it and was not available
 * @property {string} providerKind
 * @property {string} aspect such as "16:9"
 * @property {number} count
 * @property {number|null} seed
 * @property {string|null} quality
 * @property {string|null} negative
 * @property {Asset[]} assets
 * @property {boolean} cached
 * @property {number|null} costUsd
 * @property {number} attempts
 * @property {string} createdAt
 * @property {string|null} startedAt
 * @property {string|null} finishedAt
 * @property {{code: string, message: string}|null} error
 * @property {string|null} thread
 */

const IMAGES = '/api/v1/images';
/** The server pings its streams; one as silent as this is dead. */
const SILENCE_MS = 60_000;

/** @param {Job} job */
export const isFinal = (job) => job.state !== 'pending' && job.state !== 'processing';

/** @param {string} id */
export const jobPath = (id) => `${IMAGES}/${encodeURIComponent(id)}`;

/**
 * Asks for pictures. However often the request is repeated on its way, it makes one job.
 * @param {string} command the text after /imagine
 * @param {string} thread
 * @param {(text: string|null) => void} onWait
 * @returns {Promise<Job>}
 */
export const submitCommand = (command, thread, onWait) =>
  request(IMAGES, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomId(32) },
    body: JSON.stringify({ command, thread }),
    onWait,
  });

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Job>} */
export const getJob = (id, signal) => request(jobPath(id), { signal });

/** @param {string} thread @param {number} limit @param {AbortSignal} signal @returns {Promise<Job[]>} newest first */
export const listThread = async (thread, limit, signal) =>
  (await request(`${IMAGES}?${new URLSearchParams({ thread, limit: String(limit) })}`, { signal })).items;

/** Cancels a job and answers it; one that finished meanwhile is left as it is. @param {string} id @returns {Promise<Job>} */
export const cancelJob = (id) => request(`${jobPath(id)}?finished=keep`, { method: 'DELETE' });

/** Deletes a finished job with its pictures. @param {string} id */
export const removeJob = (id) => request(jobPath(id), { method: 'DELETE' });

/** @returns {Promise<{default: string, styles: {name: string, title: string, kind: string, guidance: string}[]}>} */
export const getStyles = () => request('/api/v1/styles', { askForKey: false });

/** @returns {Promise<{default: string, providers: {name: string, kind: string}[]}>} */
export const getProviders = () => request('/api/v1/providers', { askForKey: false });

/** @returns {Promise<{imagesToday: number, limits: {name: string, used: number, limit: number, unit: string, resetsAt: string|null}[]}>} */
export const getUsage = () => request('/api/v1/usage', { askForKey: false });

/**
 * The job at once, then at each of its changes. Ends with the stream, whether the job is finished or not.
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Job>}
 */
export async function* streamJob(id, signal) {
  const silence = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };

  heard();
  try {
    const response = await send(`${jobPath(id)}/events`, {
      headers: { Accept: 'text/event-stream' },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    for await (const { event, data } of readEvents(response.body, heard))
      if (event === 'job') yield JSON.parse(data);
  } finally {
    clearTimeout(timer);
  }
}
