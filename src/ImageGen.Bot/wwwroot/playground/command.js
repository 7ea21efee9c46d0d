/** The text after /imagine; the prefix itself may be typed or left out. @param {string} text */
export const bareCommand = (text) => text.trim().replace(/^\/imagine(?=\s|$)\s*/i, '');

/** The text a job was asked with. @param {import('./api.js').Job} job */
export const commandOf = (job) => bareCommand(job.command ?? job.prompt);

/** The same command once more, for another picture: past the cache and with another seed. @param {string} command */
export function rerolled(command) {
  const seedless = command.replace(/(^|\s)(?:--|—)seed(?:=|\s+)-?\d+(?=\s|$)/gi, '').trim();
  return /(^|\s)(?:--|—)fresh(?=\s|$)/i.test(seedless) ? seedless : `${seedless} --fresh`;
}

/** Splits a command into words and flags, for showing. @param {string} command @returns {{text: string, isFlag: boolean}[]} */
export const splitFlags = (command) =>
  command.split(/((?<=^|\s)--[a-z]+)/i).filter(Boolean).map((text) => ({ text, isFlag: text.startsWith('--') }));
