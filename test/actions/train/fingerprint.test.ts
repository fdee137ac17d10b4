import { describe, expect, it } from 'vitest';
import { isUnaffected } from '../../../actions/train/steps/fingerprint.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { runRecord } from '../../ground/run-record.ts';

const file = { path: 'train.py', sha256: 'a'.repeat(64), sizeBytes: 1, role: 'code' as const };
const inputs: Run['inputs'] = {
  files: [file],
  digest: 'b'.repeat(64),
  config: 'c'.repeat(64),
  gate: 'd'.repeat(64),
};
const commands = { train: 'python train.py', score: 'python score.py' };
const settings = { paths: ['train.py'] };
const champion = runRecord({ inputs, commands });

describe('a model', () => {
  it('is unaffected when its inputs and commands are those of the champion', () => {
    expect(isUnaffected({ settings, run: { inputs, commands } }, champion)).toBe(true);
    expect(
      isUnaffected({ settings, run: { inputs: { ...inputs, gate: 'e'.repeat(64) }, commands } }, champion),
    ).toBe(true);
  });

  it.each([
    ['a file', { inputs: { ...inputs, digest: 'e'.repeat(64) }, commands }],
    ['its section of the configuration', { inputs: { ...inputs, config: 'e'.repeat(64) }, commands }],
    ['the training command', { inputs, commands: { ...commands, train: 'python train.py --deep' } }],
    ['the score command', { inputs, commands: { train: commands.train } }],
  ])('is affected by a change of %s', (_, change) => {
    expect(isUnaffected({ settings, run: change }, champion)).toBe(false);
  });

  it('counts as affected when it is not known', () => {
    expect(isUnaffected({ settings, run: { inputs, commands } }, undefined)).toBe(false);
    expect(isUnaffected({ settings: { paths: [] }, run: { inputs, commands } }, champion)).toBe(false);
  });
});
