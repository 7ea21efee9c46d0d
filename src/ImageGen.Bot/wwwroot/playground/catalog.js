import { getProviders, getStyles } from './api.js';

/** @typedef {{value: string, title?: string, text: string}} Suggestion */

/** @type {(Suggestion & {takesValue: boolean})[]} */
export const FLAGS = [
  { value: '--style', text: 'the look: a medium or a mood', takesValue: true },
  { value: '--ar', text: 'the aspect, such as 16:9', takesValue: true },
  { value: '--no', text: 'what to leave out', takesValue: true },
  { value: '--seed', text: 'a number; the same one paints the same picture', takesValue: true },
  { value: '--count', text: 'how many pictures, 1 to 4', takesValue: true },
  { value: '--quality', text: 'low, medium or high', takesValue: true },
  { value: '--provider', text: 'who paints', takesValue: true },
  { value: '--raw', text: 'leave the prompt as it is typed', takesValue: false },
  { value: '--fresh', text: 'a new picture, even if one is in the cache', takesValue: false },
];

const styles = once(async () =>
  (await getStyles()).styles.map(({ name, title, kind, guidance }) => ({ value: name, title, text: `${kind}, ${guidance}` })));

const providers = once(async () => (await getProviders()).providers.map(({ name, kind }) => ({ value: name, text: kind })));

/** What may follow each flag. @type {Record<string, () => Promise<Suggestion[]>>} */
export const VALUES = {
  '--style': styles,
  '--provider': providers,
  '--ar': fixed({ '1:1': 'square', '4:3': 'landscape', '3:4': 'portrait', '3:2': 'photo', '2:3': 'upright photo', '16:9': 'wide', '9:16': 'tall', '21:9': 'cinema' }),
  '--quality': fixed({ low: 'quick sketch', medium: 'balanced', high: 'most detail' }),
  '--count': fixed({ 1: 'one picture', 2: 'a pair', 3: 'three', 4: 'a grid of four' }),
};

function fixed(values) {
  const suggestions = Object.entries(values).map(([value, text]) => ({ value, text }));
  return () => Promise.resolve(suggestions);
}

/** Remembers what was loaded; what failed is tried again the next time. */
function once(load) {
  let loaded = null;
  return () => {
    loaded ??= load().catch(() => {
      loaded = null;
      return [];
    });
    return loaded;
  };
}
