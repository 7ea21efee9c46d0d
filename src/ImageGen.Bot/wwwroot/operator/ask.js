import { byId, h } from '/playground/dom.js';

/**
 * Asks before something is done. The browser returns the focus to where it was.
 * @param {{title: string, text: string, go: string, danger?: boolean, label?: string, choices?: [string, string][]}} question
 * @returns {Promise<string|null>} what was chosen ('' where there is nothing to choose); null for no.
 */
export function ask({ title, text, go, danger = false, label = '', choices = [] }) {
  const dialog = byId('ask-dialog');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-label').textContent = label;
  byId('ask-choice').hidden = choices.length === 0;
  byId('ask-select').replaceChildren(...choices.map(([value, name]) => h('option', { value }, name)));
  byId('ask-go').textContent = go;
  byId('ask-go').className = danger ? 'danger' : 'primary';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'go' ? byId('ask-select').value : null), { once: true });
  });
}
