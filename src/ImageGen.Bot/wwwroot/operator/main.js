import { byId } from '/playground/dom.js';
import { wireTheme } from '/playground/theme.js';
import { setProviders, toast, wireActions } from './actions.js';
import { setNow, wireAges } from './ages.js';
import { change, get, Refusal } from './api.js';
import { render } from './board.js';
import { showJob } from './jobs.js';

const INTERVAL_MS = 2000;

let timer = 0;
let turn = 0;

wireTheme(byId('theme'));
wireAges();
wireActions(refresh);
byId('sign-in-form').addEventListener('submit', signIn);
byId('sign-out').addEventListener('click', signOut);
byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  showJob(byId('search-id').value);
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
refresh();

/** Reads the overview now, and then every few seconds while anybody looks. */
async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  try {
    const overview = await get('/overview');
    if (mine !== turn) return;
    show('board');
    setNow(overview.now);
    setProviders(overview.lanes.filter((lane) => lane.kind).map((lane) => lane.name));
    byId('sign-out').hidden = !overview.hasPassword;
    byId('live').textContent = `live · ${overview.version}`;
    byId('banner').hidden = true;
    render(overview);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Refusal && error.status === 401) return show('sign-in');
    if (error instanceof Refusal && error.status === 403) {
      byId('closed-text').textContent = error.message;
      return show('closed');
    }

    byId('banner').textContent = error instanceof Refusal ? error.message : 'The server does not answer. What is shown is old; trying again.';
    byId('banner').hidden = false;
  }

  if (!document.hidden) timer = setTimeout(refresh, INTERVAL_MS);
}

async function signIn(event) {
  event.preventDefault();
  const password = byId('password');
  byId('sign-in-fault').textContent = '';
  try {
    await change('/session', { password: password.value });
    password.value = '';
    await refresh();
    byId('main').focus({ preventScroll: true });
  } catch (error) {
    byId('sign-in-fault').textContent = error instanceof Refusal ? error.message : 'The server does not answer.';
    password.select();
  }
}

async function signOut() {
  try {
    await change('/session', {}, 'DELETE');
  } catch (error) {
    toast(error.message, true);
  }
  refresh();
}

/** @param {'board'|'sign-in'|'closed'} part */
function show(part) {
  for (const id of ['board', 'sign-in', 'closed']) byId(id).hidden = id !== part;
  for (const id of ['search', 'live']) byId(id).hidden = part !== 'board';
  if (part !== 'board') byId('sign-out').hidden = true;
  if (part === 'sign-in' && document.activeElement === document.body) byId('password').focus();
}
