/** Event files of two writers, against the scalars that TensorBoard reads of them (fixtures/record_tensorboard.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTensorboardMetrics } from '../../../src/shared/domain/interop/tensorboard-metrics.ts';

const FOLDER = join(import.meta.dirname, 'fixtures', 'tensorboard');
const bytesOf = (name: string): Uint8Array => readFileSync(join(FOLDER, `${name}.tfevents`));
const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Readonly<
  Record<'simple' | 'tensors', Readonly<Record<string, number | string>>>
>;

describe('a folder of TensorBoard', () => {
  it.each(['simple', 'tensors'] as const)('has the last scalars of %s that TensorBoard has', (name) => {
    const { values, writtenNames, notes } = parseTensorboardMetrics(
      [{ path: 'a.tfevents', bytes: bytesOf(name) }],
      'runs',
    );
    const named = Object.entries(values).map(([metric, value]) => [writtenNames[metric] ?? metric, value]);
    const noted = Object.entries(notes).map(([metric, value]) => [metric, value.toLowerCase()]);
    expect(Object.fromEntries([...named, ...noted])).toEqual(expected[name]);
  });

  it('has the names of its folders before the tags, where several have events', () => {
    const files = (['train', 'validation'] as const).map((folder) => ({
      path: `${folder}/events.tfevents`,
      bytes: bytesOf('tensors'),
    }));
    const { values, writtenNames } = parseTensorboardMetrics(files, 'logs');
    const names = Object.keys(values).map((metric) => writtenNames[metric] ?? metric);
    expect(names.toSorted()).toEqual([
      ...['train/epoch_auc', 'train/epoch_loss', 'validation/epoch_auc', 'validation/epoch_loss'],
    ]);
  });

  it('has no record that was not written to its end, and is refused where a byte is another one', () => {
    const bytes = bytesOf('simple');
    const cut = parseTensorboardMetrics([{ path: 'a', bytes: bytes.subarray(0, bytes.length - 1) }], 'runs');
    expect(Object.keys(cut.values)).toHaveLength(2);
    for (const at of [1, 9, 30, bytes.length - 1]) {
      const other = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(() => parseTensorboardMetrics([{ path: 'a', bytes: other }], 'runs')).toThrow(
        'another checksum',
      );
    }
    expect(() => parseTensorboardMetrics([{ path: 'a', bytes: new Uint8Array() }], 'runs')).toThrow(
      'runs: expected scalars in event files of TensorBoard, got none',
    );
  });
});
