/**
 * Waits, counting down. Ends early when the network comes back.
 * @param {number} seconds
 * @param {{signal?: AbortSignal, onTick?: (left: number) => void}} [options]
 */
export function wait(seconds, { signal, onTick } = {}) {
  return new Promise((resolve, reject) => {
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(tick, Math.min(1000, seconds * 1000));
    window.addEventListener('online', finish);
    signal?.addEventListener('abort', abandon);
    if (signal?.aborted) abandon();
    else onTick?.(Math.ceil(seconds));

    function tick() {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) finish();
      else onTick?.(left);
    }

    function finish() {
      stop();
      resolve();
    }

    function abandon() {
      stop();
      reject(signal.reason);
    }

    function stop() {
      clearInterval(timer);
      window.removeEventListener('online', finish);
      signal?.removeEventListener('abort', abandon);
    }
  });
}

/** Seconds before the next attempt: 1, 2, 4, 8, 15, 15… @param {number} failures how many attempts failed so far, from 0 */
export const backoff = (failures) => Math.min(15, 2 ** failures);
