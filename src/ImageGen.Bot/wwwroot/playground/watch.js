import { getJob, isFinal, streamJob } from './api.js';
import { backoff, wait } from './wait.js';

/** A browser opens few connections to a server over HTTP/1.1: streams must leave room for everything else, and for other tabs. */
const MAX_STREAMS = 2;
const POLL_SECONDS = 2;

let streams = 0;

/**
 * Follows a job to its end: by its stream of events, or by asking when the stream drops or too many are open.
 * @param {string} id
 * @param {AbortSignal} signal
 * @param {(job: import('./api.js').Job) => void} onJob
 */
export async function watchJob(id, signal, onJob) {
  let drops = 0;
  for (;;) {
    const streaming = streams < MAX_STREAMS;
    if (streaming && (await followStream(id, signal, (job) => { drops = 0; onJob(job); }))) return;

    const job = await getJob(id, signal);
    onJob(job);
    if (isFinal(job)) return;
    await wait(streaming ? backoff(drops++) : POLL_SECONDS, { signal });
  }
}

/** @returns {Promise<boolean>} whether the job reached its end before the stream did. */
async function followStream(id, signal, onJob) {
  streams++;
  try {
    for await (const job of streamJob(id, signal)) {
      onJob(job);
      if (isFinal(job)) return true;
    }
  } catch (error) {
    // Whatever else is wrong with the stream, asking for the job tells more.
    if (signal.aborted || error.status === 401) throw error;
  } finally {
    streams--;
  }
  return false;
}
