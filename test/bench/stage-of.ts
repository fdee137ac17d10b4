/**
 * `node test/bench/stage-of.ts <clone> <model> <stage>`: which version is assigned to the stage, by the tags of a clone.
 * The decision is the code of the actions, `resolveStage`; they read the tags through the API instead.
 */
import { execFileSync } from 'node:child_process';
import { resolveStage } from '../../src/shared/domain/registry/resolve-stage.ts';
import type { Tag } from '../../src/shared/domain/kernel/platform.ts';

const [clone = '.', model = '', stage = ''] = process.argv.slice(2);
const FORMAT =
  '%(refname:strip=2)%00%(*objectname)%00%(objectname)%00%(taggerdate:iso-strict)%00%(contents)%01';
const MAX_BYTES = 2 ** 28;

const startedMs = performance.now();
const tags = readTags();
const readMs = performance.now() - startedMs;
const assigned = resolveStage({ model, stage, tags });
const resolveMs = performance.now() - startedMs - readMs;
console.log(JSON.stringify({ version: assigned?.version, tags: tags.length, readMs, resolveMs }));

function readTags(): readonly Tag[] {
  const patterns = [`refs/tags/${model}@*`, `refs/tags/${model}#*`, `refs/tags/${model}#*/**`];
  const args = ['-C', clone, 'for-each-ref', `--format=${FORMAT}`, ...patterns];
  const text = execFileSync('git', args, { maxBuffer: MAX_BYTES }).toString();
  return text
    .split('\x01\n')
    .filter((entry) => entry !== '')
    .map((entry): Tag => {
      const [name = '', peeled = '', object = '', taggedAt = '', message = ''] = entry.split('\0');
      return { name, commit: peeled || object, message, taggedAt: taggedAt || undefined };
    });
}
