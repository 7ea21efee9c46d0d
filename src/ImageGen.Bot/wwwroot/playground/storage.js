/** Browser storage that never throws: where it is blocked or full, the page merely forgets. */

/**
 * @param {'localStorage'|'sessionStorage'} kind
 * @param {string} prefix
 */
function store(kind, prefix = 'imagegen.') {
  return {
    /** @returns {string|null} */
    read(key) {
      try {
        return window[kind].getItem(prefix + key);
      } catch {
        return null;
      }
    },

    /** @param {string|null} value null forgets the key. */
    write(key, value) {
      try {
        if (value === null) window[kind].removeItem(prefix + key);
        else window[kind].setItem(prefix + key, value);
      } catch {
        // Nothing depends on it being kept.
      }
    },
  };
}

export const lasting = store('localStorage');
export const forThisTab = store('sessionStorage');
