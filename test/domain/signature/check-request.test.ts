/** Requests against what the server of MLflow makes of them (fixtures/record_enforcement.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMlmodel } from '../../../src/shared/domain/interop/mlmodel.ts';
import type { SignatureField } from '../../../src/shared/domain/documents/model-format.ts';
import { checkRequest } from '../../../src/shared/domain/signature/check-request.ts';

interface RecordedRequest {
  readonly about: string;
  readonly signature: readonly object[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly outcome: 'ok' | 'changed' | 'refused';
}

const [, ...lines] = readFileSync(join(import.meta.dirname, 'fixtures', 'enforced-requests.jsonl'), 'utf8')
  .trim()
  .split('\n');
const recorded = lines.map((line) => JSON.parse(line) as RecordedRequest);

function inputsOf(signature: readonly object[]): readonly SignatureField[] {
  const text = JSON.stringify(JSON.stringify(signature));
  const mlmodel = `flavors: { sklearn: {} }\nsignature: { inputs: ${text}, outputs: null }\n`;
  return parseMlmodel(mlmodel, undefined, 'MLmodel').format.inputs ?? [];
}

const nameOf = ({ about, body }: RecordedRequest): string => `${about}, ${Object.keys(body).join()}`;
const isFound = ({ body, signature }: RecordedRequest): boolean =>
  checkRequest(body, inputsOf(signature)).length > 0;

describe('a request and the signature of a model', () => {
  it('has a problem only where MLflow refuses it, or changes a value', () => {
    expect(recorded.length).toBeGreaterThan(600);
    expect(recorded.filter((request) => request.outcome === 'ok' && isFound(request)).map(nameOf)).toEqual(
      [],
    );
  });

  it('has one wherever MLflow refuses it, but for conversions that only Python decides', () => {
    const missed = recorded.filter((request) => request.outcome !== 'ok' && !isFound(request));
    const others = missed.filter(({ about }) => !/^(binary|datetime):/.test(about));
    expect(others.map(nameOf)).toEqual(['a list, instances']);
  });
});

const columns: readonly SignatureField[] = [
  { name: 'distance', type: 'double' },
  { name: 'carrier', type: 'string' },
  { name: 'hour', type: 'long', optional: true },
];

describe('a problem', () => {
  it('says which input it is, what is expected and what is there, and no value', () => {
    const body = { dataframe_split: { columns: ['hour', 'distance'], data: [[8.5, 'far']] } };
    expect(checkRequest(body, columns)).toEqual([
      { input: 'distance', expected: 'double', found: 'text' },
      { input: 'carrier', expected: 'string', found: 'nothing' },
      { input: 'hour', expected: 'long', found: 'fraction' },
    ]);
  });

  it('has the sizes of a list of another shape', () => {
    const tensor = [{ type: 'float64[-1, 4]' }];
    expect(checkRequest({ inputs: [[1, 2]] }, tensor)).toEqual([
      { expected: 'float64[-1, 4]', found: 'other-shape', sizes: [1, 2] },
    ]);
    expect(checkRequest({ inputs: [[1, 2], [3]] }, tensor)).toEqual([
      { expected: 'float64[-1, 4]', found: 'other-shape' },
    ]);
  });

  it('is looked for only in the formats of the server of MLflow', () => {
    for (const body of [[{ distance: 'far' }], { rows: [{ x: 1 }] }, { inputs: [], instances: [] }, 'text'])
      expect(checkRequest(body, columns)).toEqual([]);
  });

  it('is not repeated for hundreds of columns', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ name: `x${index}`, type: 'double' }));
    expect(checkRequest({ inputs: { other: [1] } }, many)).toHaveLength(20);
  });
});
