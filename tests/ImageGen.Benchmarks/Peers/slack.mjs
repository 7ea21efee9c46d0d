// The usual bot on Slack's commands: Bolt with its HTTPReceiver, the job queued with BullMQ before the command is
// acknowledged. It knows its one workspace's token, so it asks Slack for nothing.
//
// node slack.mjs <port> <redis port> <signing secret>
import { App, HTTPReceiver } from '@slack/bolt';
import { Queue } from 'bullmq';

const [port, redis, signingSecret] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const queue = new Queue('imagine', { connection: { host: '127.0.0.1', port: redis } });
await queue.waitUntilReady();

const app = new App({
  receiver: new HTTPReceiver({ signingSecret, endpoints: '/slack/commands' }),
  authorize: async () => ({ botToken: 'xoxb-1', botId: 'B1', botUserId: 'U1' }),
});
app.command('/imagine', async ({ command, ack }) => {
  await queue.add('imagine', {
    trigger: command.trigger_id,
    response: command.response_url,
    team: command.team_id,
    channel: command.channel_id,
    user: command.user_id,
    prompt: command.text,
  }, { jobId: `slack-${command.trigger_id}` });
  await ack();
});
await app.start({ port, host: '127.0.0.1' });
process.stdout.write('{"ready":true}\n');
