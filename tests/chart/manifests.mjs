// Reads what `helm template` printed on standard input and checks each manifest against Kubernetes' own schemas and
// those of KEDA and the Prometheus operator: `node manifests.mjs`. Prints {"manifests": [...], "faults": ["StatefulSet bot: /spec/replicas must be integer"]}.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const faults = [];
const manifests = parseAllDocuments(readFileSync(0, 'utf8')).map((document) => {
  faults.push(...document.errors.map((error) => error.message));
  return document.toJS();
}).filter((manifest) => manifest !== null);
for (const manifest of manifests) faults.push(...(await check(manifest)).map((fault) => `${manifest.kind} ${manifest.metadata?.name}: ${fault}`));
console.log(JSON.stringify({ manifests, faults }));

async function check(manifest) {
  const group = manifest.apiVersion.split('/')[0];
  const models = { 'keda.sh': '@kubernetes-models/keda', 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' }[group] ?? 'kubernetes-models';
  let model;
  try {
    model = (await import(`${models}/${manifest.apiVersion}/${manifest.kind}`))[manifest.kind];
  } catch {
    // No such group, version or kind.
  }
  if (model === undefined) return [`there is no ${manifest.apiVersion} ${manifest.kind}`];

  // A schema takes fields it does not know, which a cluster drops or refuses. Those are the ones its validator never reads.
  const unread = new Map();
  try {
    model.prototype.validate.call(watch(manifest, '', unread));
  } catch (error) {
    return error.message.split('\n');
  }
  return [...unread.keys()].map((path) => `${path} is no field`);
}

function watch(value, path, unread) {
  if (typeof value !== 'object' || value === null) return value;
  const at = (key) => `${path}/${key}`;
  if (!Array.isArray(value)) for (const key of Object.keys(value)) unread.set(at(key));
  return new Proxy(value, {
    get(target, key) {
      if (!Object.hasOwn(target, key)) return target[key];
      unread.delete(at(key));
      return watch(target[key], at(key), unread);
    },
  });
}
