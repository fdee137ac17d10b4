import { mkdirSync, writeFileSync } from 'node:fs';

export function writeModel(name, weights, metrics) {
  mkdirSync(`out/${name}`, { recursive: true });
  writeFileSync(`out/${name}/weights.json`, JSON.stringify(weights));
  writeFileSync(`out/${name}.json`, JSON.stringify(metrics));
}
