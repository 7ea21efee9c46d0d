const LIMIT_MS = 15_000;

/** The server answered, and said no. */
export class Refusal extends Error {
  /** @param {number} status @param {{code?: string, detail?: string}} problem */
  constructor(status, problem) {
    super(problem.detail || `The server answered with status ${status}.`);
    this.status = status;
    this.code = problem.code ?? null;
  }
}

/** @param {string} path below /operator/api */
export const get = (path) => send(path, { method: 'GET' });

/** A change. The header tells the server that it comes from this page. @param {string} path @param {object} [body] @param {string} [method] */
export const change = (path, body = {}, method = 'POST') =>
  send(path, { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'X-Operator': '1' } });

async function send(path, init) {
  const response = await fetch(`/operator/api${path}`, { ...init, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(LIMIT_MS) });
  const text = await response.text();
  const document = text ? parse(text) : {};
  if (!response.ok) throw new Refusal(response.status, document);
  return document;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
