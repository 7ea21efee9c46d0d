// What checking a signature costs the peers, one check after the other. Reads a request from standard input, a line of
// JSON; says microseconds of time and of CPU a check.
//
// node signature.mjs <discord.mjs|slack.mjs> <checks>
import { verifyKey } from 'discord-interactions';
import { isValidSlackRequest } from '@slack/bolt';
import { createInterface } from 'node:readline';

const [peer, checks] = [process.argv[2], Number(process.argv[3])];
const line = await new Promise((read) => createInterface(process.stdin).once('line', read));
const { body, signature, timestamp, secret } = JSON.parse(line);
const raw = Buffer.from(body);

const check = peer === 'discord.mjs'
  ? () => verifyKey(raw, signature, timestamp, secret)
  : () => isValidSlackRequest({ signingSecret: secret, body, headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) } });

async function run(count) {
  for (let at = 0; at < count; at++) {
    if (!await check())
      throw new Error('A right signature was refused.');
  }
}

await run(checks);
const [began, cpu] = [performance.now(), process.cpuUsage()];
await run(checks);
const [time, used] = [performance.now() - began, process.cpuUsage(cpu)];
process.stdout.write(JSON.stringify({ time: time * 1000 / checks, cpu: (used.user + used.system) / checks }) + '\n');
process.exit(0);
