import { byId } from './dom.js';
import { forThisTab } from './storage.js';

let key = forThisTab.read('key');
let asking = null;

/** @returns {string|null} the API key in use. */
export const currentKey = () => key;

/**
 * Called when the server refused `refused`. Asks the person once, however many requests were refused together.
 * @param {string|null} refused
 * @returns {Promise<boolean>} whether there is another key to try.
 */
export function renewKey(refused) {
  if (key !== refused) return Promise.resolve(true);
  asking ??= ask(refused !== null).finally(() => (asking = null));
  return asking;
}

/** @param {boolean} again whether a key was given before. */
function ask(again) {
  const dialog = byId('key-dialog');
  const input = byId('key-input');
  byId('key-refused').hidden = !again;
  input.value = '';
  dialog.returnValue = '';
  byId('key-dismiss').onclick = () => dialog.close();
  dialog.showModal();

  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'use' ? input.value.trim() : '';
      input.value = '';
      if (given) {
        key = given;
        forThisTab.write('key', key);
      }
      resolve(given !== '');
    }, { once: true });
  });
}
