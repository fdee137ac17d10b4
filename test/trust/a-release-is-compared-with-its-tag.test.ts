/**
 * Who may edit a release can swap the model of the champion, with `SHA256SUMS` and `model.json` to match. The tag still
 * names what was registered, and every action that reads a version compares with it
 * (docs/trust.md#a-release-is-read-through-its-digests).
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { setDigest, sha256, sha256Sums } from '../../src/shared/domain/kernel/digest.ts';
import {
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  type EndedRegister,
  type EvaluatedPull,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import type { EndedStep } from '../ground/step.ts';

const TAG = 'flight-delays@v1.0.0';

let project: Project;
let pull: Proposal;
/** Of a pull request that was evaluated before the release was edited. */
let evaluated: EvaluatedPull;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  pull = await project.propose({ branch: 'second', skill: 'good' });
  evaluated = await project.evaluate(pull);
  editRelease();
});
afterAll(() => project[Symbol.asyncDispose]());

/** The worst model in place of the champion, so that anything beats it. */
function editRelease(): void {
  const { assets } = project.release(TAG);
  const replace = (name: string, text: string): void => {
    const index = assets.findIndex((asset) => asset.name === name);
    assets[index] = { ...assets[index]!, bytes: Buffer.from(text), digest: `sha256:${sha256(text)}` };
  };
  const document = JSON.parse(project.asset(TAG, 'model.json')) as ModelVersion;
  const worst = 'none\nJanuary\n';
  const record = { sha256: sha256(worst), sizeBytes: worst.length };
  const files = document.files.map((file) => ({ ...file, ...record }));
  const sums = sha256Sums(files);
  replace('model+skill.txt', worst);
  replace('SHA256SUMS', sums);
  const edited = document.assets.map((asset) => {
    if (asset.role === 'model') return { ...asset, ...record };
    return asset.role === 'sums' ? { ...asset, sha256: sha256(sums), sizeBytes: sums.length } : asset;
  });
  replace('model.json', canonicalJson({ ...document, files, assets: edited, modelDigest: setDigest(files) }));
}

const byHand = (inputs: Readonly<Record<string, string>>): Promise<EndedRegister> =>
  project.registerByHand({ inputs });

const inRun = async (
  action: 'deploy' | 'monitor',
  inputs: Readonly<Record<string, string>>,
): Promise<EndedStep> => {
  const permissions = { contents: 'write', issues: 'write', deployments: 'write' } as const;
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event: 'schedule', permissions },
  });
  return await project.step(action, run, { inputs });
};

it.each<[string, () => Promise<EndedStep>]>([
  ['train', async () => (await project.evaluate(pull)).train],
  [
    'evaluate',
    async () => {
      const permissions = {
        actions: 'read',
        contents: 'read',
        'pull-requests': 'write',
        statuses: 'write',
      } as const;
      return await project.step(
        'evaluate',
        await evaluated.run.startJob({ job: 'evaluate-again', permissions }),
      );
    },
  ],
  ['register: promote', () => byHand({ operation: 'promote', version: '1.0.0' })],
  ['register: resolve', () => byHand({ operation: 'resolve' })],
  ['deploy', () => inRun('deploy', { image: 'localhost:1/acme/flights' })],
  ['monitor', () => inRun('monitor', { current: 'holdout.csv' })],
  ['register', async () => await project.registerPush(await project.merge(pull))],
])('the champion is swapped in its release, with all digests to match → %s refuses it', async (_, act) => {
  const { failure } = await act();
  expect(failure).toMatch(
    /^DIGEST_MISMATCH: release of flight-delays@v1\.0\.0: model digest: expected [0-9a-f]{64} as in the tag, got/,
  );
  expect(await project.tags()).not.toContain('flight-delays@v1.1.0');
});
