// Checks documents of Discord's and Slack's against their own types: `node check.mjs FOLDER`. Each file of the folder holds
// { "type": "RESTPostAPIWebhookWithTokenJSONBody", "value": {...} }. The value becomes an object literal of that type,
// so the compiler refuses misspelt fields, wrong types and values an enum does not have. Exits 1 where any is refused.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2]);
const documents = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();

// What Slack has no one name for. A view's blocks are known ones: its type takes anything with a `type` as a block.
const slack = {
  SlackBlocks: 'Slack.KnownBlock[]',
  SlackView: "(Omit<Slack.ModalView, 'blocks'> | Omit<Slack.HomeView, 'blocks'>) & { blocks: Slack.KnownBlock[] }",
};

// Discord's JSON has no enums: their members are written as the strings they stand for. Flags are sums of an enum's members.
const wire = `type Wire<T> =
  T extends string ? \`\${T}\` :
  T extends object ? { [K in keyof T]: K extends 'flags' | 'public_flags' ? T[K] | number : Wire<T[K]> } : T;
`;

const declare = (type) => slack[type] === undefined
  ? `import type { ${type} } from 'discord-api-types/v10';\n${wire}type Document = Wire<${type}>;\n`
  : `import type * as Slack from '@slack/types';\ntype Document = ${slack[type]};\n`;

const modules = documents.map((name) => {
  const { type, value } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const path = join(folder, `${basename(name, '.json')}.ts`);
  writeFileSync(path, `${declare(type)}export const value: Document = ${JSON.stringify(value, null, 1)};\n`);
  return path;
});
writeFileSync(join(folder, 'tsconfig.check'), JSON.stringify({
  compilerOptions: {
    strict: true, noEmit: true, skipLibCheck: true, target: 'esnext', module: 'esnext', moduleResolution: 'bundler', types: [],
    paths: Object.fromEntries(['discord-api-types/*', '@slack/types'].map((name) => [name, [join(here, 'node_modules', name)]])),
  },
  files: modules,
}));

const compiler = spawnSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', join(folder, 'tsconfig.check'), '--pretty', 'false'], { cwd: folder, encoding: 'utf8' });
process.stdout.write(compiler.stdout.replaceAll(/^(.+)\.ts\(\d+,\d+\)/gm, '$1.json'));
process.stderr.write(compiler.stderr ?? '');
if (compiler.status === 0) console.log(`${documents.length} documents conform.`);
process.exit(compiler.status === 0 ? 0 : 1);
