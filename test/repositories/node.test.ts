/** The repositories whose commands need Node only, played as `npm run try` plays that of a user. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { proposeSetup } from '../../src/shared/domain/setup/propose-setup.ts';
import type { Survey } from '../../src/shared/domain/setup/survey.ts';
import { playRepository } from './play-repository.ts';
import { readReadme, TRAINING, useOwnLines, WORKFLOW } from './readme.ts';
import { statusesOf, tagsOf } from './shown-facts.ts';

describe('a pull request of a repository', () => {
  it('that commits its metrics and its model shows those that were trained for it, and not those that lay there', async () => {
    const played = await playRepository({
      name: 'committed-metrics',
      change: { 'train.js': ['neighbors = 3', 'neighbors = 5'] },
    });
    expect(played.proposal.files[CONFIG_PATH]).toContain('command: npm run train');
    expect(played.commentOf('committed-metrics')).toMatch(/`test_accuracy` \|.*\| 0\.950 \|/);
    expect(statusesOf(played)).toEqual(['success model-steward/committed-metrics']);
    expect(tagsOf(played)).toEqual([]);
  });

  it('of prompts is evaluated by its own script, and a prompt that loses cases fails by the rules that were proposed', async () => {
    const { files } = proposeSetup(await surveyOfPrompts(), { name: 'prompts', withSketch: false });
    const config = (files[CONFIG_PATH] ?? '').replaceAll(/^# (?= {4})/gm, '').replaceAll(/^#.*\n/gm, '');
    const played = await playRepository({
      name: 'prompts',
      change: { 'prompts/assistant.md': ['tracking', 'tracking, arrive'] },
      added: { ...files, [CONFIG_PATH]: config },
      second: { 'prompts/assistant.md': [', not send', ''] },
    });
    expect(played.commentOf('prompts')).toMatch(/`pass_rate:passed` at least 0\.8 \|.*\| 1\.00 .*pass/);
    // Five of sixty cases say "do not send" and nothing else of it.
    expect(played.secondCommentOf('prompts')).toContain('5 of 60 cases that the champion passed are lost');
    expect(tagsOf(played)).toEqual(['prompts#production#1', 'prompts@v1.0.0']);
  });

  it('with a folder of checkpoints registers them all under the last row of their metrics', async () => {
    const played = await playRepository({
      name: 'checkpoints',
      change: { 'config.json': ['"epochs": 40', '"epochs": 60'] },
    });
    // 1 − 1 / 62, of the last of sixty epochs.
    expect(played.commentOf('digits')).toMatch(/`val_accuracy` at least 0\.9 \|.*\| 0\.984 \|.*pass/);
    expect(tagsOf(played)).toEqual(['digits#production#1', 'digits@v1.0.0']);
    const [release] = played.releases;
    expect(release?.footer?.join('\n')).toContain('checkpoint-epoch60.pth');
  });

  it('with three models has a comment and a status each, and registers those that pass', async () => {
    const played = await playRepository({
      name: 'monorepo',
      change: { 'churn/train.js': ['test: 0.8', 'test: 0.75'] },
    });
    expect(played.commentOf('prices')).toContain('the first version meets its bounds');
    expect(played.commentOf('churn')).toMatch(/`roc_auc\.test` at least 0\.7 \|.*\| 0\.750 \|/);
    expect(played.commentOf('clicks')).toContain('the challenger misses a bound');
    expect(statusesOf(played)).toEqual([
      'failure model-steward/clicks',
      'success model-steward/churn',
      'success model-steward/prices',
    ]);
    expect(tagsOf(played)).toEqual([
      'churn#production#1',
      'churn@v1.0.0',
      'prices#production#1',
      'prices@v1.0.0',
    ]);
  });

  it('with the gate of the README registers the first version, and is compared with it again; other workflows are left out', async () => {
    const { workflow, withGate } = await readReadme();
    const played = await playRepository({
      name: 'pasted',
      files: TRAINING,
      added: {
        [WORKFLOW]: useOwnLines(workflow),
        [CONFIG_PATH]: useOwnLines(withGate),
        '.github/workflows/ci.yml':
          'on: [push, pull_request]\njobs: { deploy: { runs-on: ubuntu-latest, steps: [{ run: exit 1 }] } }\n',
      },
      second: 'always',
    });
    expect(played.commentOf('churn')).toMatch(/`accuracy` at least 0\.8 \|.*\| 0\.870 \|.*pass/);
    expect(tagsOf(played)).toEqual(['churn#production#1', 'churn@v1.0.0']);
    expect(played.comments.at(-1)?.body).toContain('churn@v1.0.0');
    expect(new Set(played.runs.map(({ path }) => path))).toEqual(new Set([WORKFLOW]));
  });

  it('that brings a model which is in production registers exactly those bytes, as the README says', async () => {
    const { workflow, withGate, adoption } = await readReadme();
    const weights = 'the weights that serve\n';
    const played = await playRepository({
      name: 'in-production',
      files: { 'deployed/model.pkl': weights, 'deployed/metrics.json': '{ "accuracy": 0.9 }\n' },
      added: {
        [WORKFLOW]: useOwnLines(workflow),
        [CONFIG_PATH]: withGate.replace(/^ {4}train: .*$/m, `    ${adoption}`),
      },
    });
    expect(tagsOf(played)).toEqual(['churn#production#1', 'churn@v1.0.0']);
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    // The digest of a model is that of its SHA256SUMS.
    expect(played.releases[0]?.body).toContain(sha256(`${sha256(weights)}  model.pkl\n`));
  });
});

describe('a score script that lies there', () => {
  it('is used with the rows that are held out: the first comment has an interval', async () => {
    const rows = Array.from({ length: 200 }, (_, row) => `r${row},${row % 7},${Number(row % 7 > 3)}`);
    const played = await playRepository({
      name: 'own-score',
      files: {
        'train.js': `const fs = require('fs');\nfs.writeFileSync('model.onnx', 'x');\nfs.writeFileSync('metrics.json', '{"accuracy": 0.9}');\n`,
        'score.js': `const fs = require('fs');
const { MODEL_STEWARD_MODEL: model, MODEL_STEWARD_DATA: data, MODEL_STEWARD_OUT: out } = process.env;
fs.readFileSync(model + '/model.onnx');
const rows = fs.readFileSync(data, 'utf8').trim().split('\\n').slice(1).map((line) => line.split(','));
fs.writeFileSync(out, ['id,label,score', ...rows.map(([id, x, label]) => [id, label, x / 7])].join('\\n'));
`,
        'data/holdout.csv': ['id,x,label', ...rows].join('\n'),
      },
      change: { 'train.js': ['0.9', '0.91'] },
    });
    expect(played.proposal.files).not.toHaveProperty('score.py');
    expect(played.commentOf('own-score')).toMatch(/`roc_auc` \|.*\| 1\.00 \(.* to 1\.00\)/);
    expect(played.commentOf('own-score')).toContain('200 rows');
  });
});

/** The folder as it is committed. */
async function surveyOfPrompts(): Promise<Survey> {
  const folder = join(import.meta.dirname, 'prompts');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, await readFile(join(folder, path), 'utf8'));
  return { paths: paths.sort(), ignored: [], links: [], read: (path) => texts.get(path) };
}
