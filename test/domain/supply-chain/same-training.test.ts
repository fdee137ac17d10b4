/** Evidence of several challengers: what is compared with the champion as one run is one run. */
import { expect, it } from 'vitest';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { checkSameTraining } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { runRecord } from '../../ground/run-record.ts';

const among = ['mean', 'tree'];
const first = runRecord({ challenger: { name: 'mean', among } });
const second = (change: Partial<Run> = {}): Run => ({
  ...first,
  challenger: { name: 'tree', among },
  metrics: { log_loss: 0.3 },
  parameters: { depth: 3 },
  ...change,
});

it('of one run has what its trainings left alone', () => {
  expect(() => checkSameTraining(first, second(), 'tree')).not.toThrow();
});

it.each<[string, Partial<Run>, string]>([
  [
    'another name',
    { challenger: { name: 'forest', among } },
    'challenger.name: expected "tree", got "forest"',
  ],
  [
    'fewer names',
    { challenger: { name: 'tree', among: ['tree'] } },
    'challengers/tree/run.json: digest of challenger.among: expected',
  ],
  ['another commit', { source: { ...first.source, commit: 'e'.repeat(40) } }, 'digest of source: expected'],
  ['other inputs', { inputs: { ...first.inputs, digest: 'e'.repeat(64) } }, 'digest of inputs: expected'],
  ['another command', { commands: { train: 'python other.py' } }, 'digest of commands: expected'],
  [
    'another champion',
    { champion: { version: '9.0.0', tag: 'm@v9.0.0', stage: 'production', modelDigest: 'e'.repeat(64) } },
    'digest of champion: expected',
  ],
])('with %s is refused', (_, change, message) => {
  expect(() => checkSameTraining(first, second(change), 'tree')).toThrow(message);
});
