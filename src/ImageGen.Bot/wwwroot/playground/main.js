import { Composer } from './composer.js';
import { byId } from './dom.js';
import { announce, wireOffline } from './notice.js';
import { randomId } from './random.js';
import { lasting } from './storage.js';
import { wireTheme } from './theme.js';
import { Thread } from './thread.js';
import { showUsage } from './usage.js';

const composer = new Composer((command) => thread.send(command));
const thread = new Thread(composer, showUsage);

wireTheme(byId('theme'));
wireOffline();
byId('new-thread').addEventListener('click', () => {
  history.pushState(null, '', `#${randomId()}`);
  openThread();
  composer.focus();
  announce('A new thread.');
});
for (const example of document.querySelectorAll('.examples button'))
  example.addEventListener('click', () => {
    composer.send(example.textContent);
    composer.focus();
  });
window.addEventListener('hashchange', openThread);

await openThread();
showUsage();

/** Opens the thread of the address, else the last one on this browser, else a new one. */
async function openThread() {
  const id = [location.hash.slice(1), lasting.read('thread')].find((each) => /^[a-z0-9]{16}$/.test(each ?? '')) ?? randomId();
  history.replaceState(null, '', `#${id}`);
  if (id === thread.id) return;
  lasting.write('thread', id);
  await thread.open(id);
}
