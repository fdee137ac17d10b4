/** A run record for tests that evaluate: only what is named differs. */
import type { Run } from '../../src/shared/domain/documents/run.ts';

export function runRecord(change: Partial<Run> = {}): Run {
  const sha256 = (letter: string) => letter.repeat(64);
  return {
    schema: 'model-steward/run/1',
    model: 'flight-delays',
    task: 'binary',
    source: { repository: 'acme/flights', commit: 'c'.repeat(40), tree: 'd'.repeat(40), clean: true },
    commands: { train: 'python train.py', score: 'python score.py' },
    parameters: {},
    inputs: { files: [], digest: sha256('1'), config: sha256('2'), gate: sha256('3') },
    environment: { os: 'Linux', arch: 'X64' },
    modelSet: {
      digest: sha256('e'),
      files: [{ path: 'model.json', sha256: sha256('f'), sizeBytes: 12 }],
    },
    outputs: [],
    metrics: {},
    ...change,
  };
}
