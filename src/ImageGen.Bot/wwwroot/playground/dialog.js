import { byId } from './dom.js';

/** Asks whether to delete. The browser returns the focus to where it was. @returns {Promise<boolean>} */
export function confirmDelete() {
  const dialog = byId('delete-dialog');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'delete'), { once: true });
  });
}
