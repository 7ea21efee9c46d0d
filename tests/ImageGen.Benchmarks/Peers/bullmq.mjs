// BullMQ on the server the ledger was just measured on, with the documents the ledger keeps: jobs added by 64 callers, then
// drained by a worker; or added one by one while the worker waits. Does what it is told on standard input, a word a line,
// and says how it went on standard output, a line of JSON each.
//
// node bullmq.mjs <port> <jobs> <workers> <order> <outcome>
import { Queue, Worker } from 'bullmq';
import { createInterface } from 'node:readline';

const [port, jobs, concurrency] = process.argv.slice(2, 5).map(Number);
const [order, outcome] = process.argv.slice(5, 7).map(text => JSON.parse(text));
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const say = (said) => process.stdout.write(JSON.stringify({ ...said, cpu: cpu() }) + '\n');

const data = (at) => ({ ...order, id: `job-${at}`, tenant: `discord:${at % 20}`, user: `user-${at % 100}`, prompt: `${order.prompt} ${at}` });

async function add(name, count) {
  const queue = new Queue(name, { connection });
  await queue.waitUntilReady();
  let next = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: 64 }, async () => {
    for (let at = next++; at < count; at = next++)
      await queue.add('imagine', data(at));
  }));
  return (performance.now() - started) / 1000;
}

function work(name, begun) {
  const worker = new Worker(name, async () => { begun?.(performance.now()); return outcome; }, { connection, concurrency });
  worker.on('error', (fault) => { console.error(fault); process.exit(1); });
  return worker;
}

async function drain(name, count) {
  let done = 0;
  const started = performance.now();
  await new Promise((drained) => work(name).on('completed', () => { if (++done === count) drained(); }));
  return (performance.now() - started) / 1000;
}

async function idle(name, count) {
  const queue = new Queue(name, { connection });
  let begun;
  await work(name, (at) => begun(at)).waitUntilReady();
  const waits = [];
  for (let at = 0; at < count; at++) {
    await new Promise((passed) => setTimeout(passed, 10));
    const started = performance.now();
    const beginning = new Promise((begins) => { begun = begins; });
    await queue.add('imagine', data(at));
    waits.push(await beginning - started);
  }
  return waits;
}

// The same just-in-time warmth the ledger's process has by now.
await add('warm', 2000);
await drain('warm', 2000);
say({ seconds: 0 });

for await (const told of createInterface({ input: process.stdin })) {
  if (told === 'add')
    say({ seconds: await add('bench', jobs) });
  else if (told === 'drain')
    say({ seconds: await drain('bench', jobs) });
  else if (told === 'idle')
    say({ waits: await idle('idle', jobs) });
  else
    process.exit(0);
}
