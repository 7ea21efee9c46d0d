import { h } from './dom.js';
import { lasting } from './storage.js';

const THEMES = ['auto', 'light', 'dark'];
const SIGNS = { auto: '◐', light: '○', dark: '●' };

/** Makes `button` walk through auto, light and dark. @param {HTMLButtonElement} button */
export function wireTheme(button) {
  let theme = THEMES.includes(lasting.read('theme')) ? lasting.read('theme') : 'auto';
  apply();

  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    lasting.write('theme', theme === 'auto' ? null : theme);
    apply();
  });

  function apply() {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.replaceChildren(SIGNS[theme], h('span', { class: 'theme-name' }, ` ${theme[0].toUpperCase()}${theme.slice(1)}`));
    button.setAttribute('aria-label', `Theme: ${theme}`);
  }
}
