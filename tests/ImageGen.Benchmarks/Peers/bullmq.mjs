// BullMQ on the server the ledger was just measured on: the same number of jobs added by 64 callers, then drained by a
// worker of concurrency 16. Says on standard output, a line of JSON each, when a phase begins and how it went.
//
// node bullmq.mjs <port> <jobs> <prompt>
import { Queue, Worker } from 'bullmq';

const [port, jobs, prompt] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection });
await queue.waitUntilReady();

async function add(to, count) {
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: 64 }, async () => {
    for (let at = next++; at < count; at = next++)
      await to.add('imagine', { id: `job-${at}`, tenant: `discord:${at % 20}`, user: `user-${at % 100}`, prompt: `${prompt} ${at}` });
  }));
  return (performance.now() - started) / 1000;
}

async function drain(name, count) {
  let done = 0;
  const started = performance.now();
  await new Promise((drained) => {
    const worker = new Worker(name, async () => ({ url: 'none' }), { connection, concurrency: 16 });
    worker.on('completed', () => {
      if (++done === count)
        drained();
    });
    worker.on('error', (fault) => { console.error(fault); process.exit(1); });
  });
  return (performance.now() - started) / 1000;
}

const say = (phase, seconds) => process.stdout.write(JSON.stringify({ phase, seconds, cpu: cpu() }) + '\n');
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const told = () => new Promise((go) => process.stdin.once('data', go));

// The same just-in-time warmth the ledger's process has by now.
await add(new Queue('warm', { connection }), 2000);
await drain('warm', 2000);

say('ready', 0);
await told();
say('added', await add(queue, jobs));
await told();
say('drained', await drain('bench', jobs));
await told();
process.exit(0);
