// The usual bot on Discord's interactions: express and verifyKeyMiddleware as the README of discord-interactions shows
// them, the job queued with BullMQ before the answer is deferred.
//
// node discord.mjs <port> <redis port> <public key>
import express from 'express';
import { InteractionResponseType, InteractionType, verifyKeyMiddleware } from 'discord-interactions';
import { Queue } from 'bullmq';

const [port, redis, key] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const queue = new Queue('imagine', { connection: { host: '127.0.0.1', port: redis } });
await queue.waitUntilReady();

const app = express();
app.post('/discord/interactions', verifyKeyMiddleware(key), async (req, res) => {
  const message = req.body;
  if (message.type !== InteractionType.APPLICATION_COMMAND || message.data.name !== 'imagine')
    return res.status(400).end();
  await queue.add('imagine', {
    interaction: message.id,
    token: message.token,
    guild: message.guild_id,
    channel: message.channel_id,
    user: message.member.user.id,
    prompt: message.data.options.find((option) => option.name === 'prompt').value,
  }, { jobId: `discord-${message.id}` });
  res.send({ type: InteractionResponseType.DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE });
});
app.listen(port, '127.0.0.1', () => process.stdout.write('{"ready":true}\n'));
