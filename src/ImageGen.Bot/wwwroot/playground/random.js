const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const UNBIASED = 256 - (256 % ALPHABET.length);

/** A random id of [a-z0-9]. `crypto.randomUUID` is missing outside secure contexts; this is not. @param {number} length */
export function randomId(length = 16) {
  let id = '';
  while (id.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length)))
      if (byte < UNBIASED && id.length < length) id += ALPHABET[byte % ALPHABET.length];
  }
  return id;
}
