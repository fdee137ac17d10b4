/** The current data against the signature of the model, and against what its reference shows. */
import { describe, expect, it } from 'vitest';
import type { SignatureField } from '../../../../src/shared/domain/documents/model-format.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { checkSignature } from '../../../../src/shared/domain/monitoring/quality/signature-columns.ts';
import { parseCsv } from '../../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';

const tableOf = (csv: string): Table => parseCsv(Buffer.from(csv), 'rows.csv');
const REFERENCE = 'seats,price,city\n4,1.5,Bern\n5,2.5,Oslo\n7,,Rome\n';

interface Compared {
  readonly inputs: readonly SignatureField[];
  readonly current: string;
  readonly reference?: string;
  readonly ignored?: readonly string[];
  readonly found?: readonly string[];
}

const findingsOf = ({ inputs, current, reference = REFERENCE, ignored = [], found = [] }: Compared) =>
  checkSignature({
    inputs,
    profile: computeProfile(tableOf(reference), { where: 'reference' }),
    current: tableOf(current),
    ...{ ignored: new Set(ignored), found: new Set(found) },
  });

const SIGNATURE: readonly SignatureField[] = [
  { name: 'seats', type: 'long' },
  { name: 'price', type: 'double' },
  { name: 'city', type: 'string' },
];

describe('the signature of a model', () => {
  it('has nothing to say of rows that have its columns and types, in any order', () => {
    expect(findingsOf({ inputs: SIGNATURE, current: 'city,price,seats\nBern,1,4\nOslo,,9\n' })).toEqual([]);
  });

  it('finds a value that the reference shows to be new, with the count of its rows', () => {
    const current = 'seats,price,city\n4.5,1,Bern\n5,2,Oslo\n6.5,3,Rome\n';
    expect(findingsOf({ inputs: SIGNATURE, current })).toEqual([
      {
        ...{ kind: 'data-quality', subject: 'seats', outcome: 'alert' },
        detail: { code: 'signature-mismatch', expected: 'long', found: 'fraction', rows: 2 },
      },
    ]);
  });

  it('only warns of a missing whole number, whose limit another rule has', () => {
    expect(findingsOf({ inputs: SIGNATURE, current: 'seats,price,city\n4,1,Bern\n,2,Oslo\n' })).toMatchObject(
      [
        {
          ...{ outcome: 'warning', warningOnly: 'missing-values-rule' },
          detail: { found: 'no-value', rows: 1 },
        },
      ],
    );
  });

  it('only warns of what the reference has too: its rows are no requests either', () => {
    const inputs = [...SIGNATURE, { name: 'city_Bern', type: 'boolean' }];
    const reference = 'seats,price,city\n4.5,1,Bern\n5,2,Oslo\n';
    expect(findingsOf({ inputs, reference, current: reference })).toMatchObject([
      { subject: 'seats', outcome: 'warning', warningOnly: 'reference-too', detail: { found: 'fraction' } },
      {
        ...{ subject: 'city_Bern', outcome: 'warning', warningOnly: 'reference-too' },
        detail: { expected: 'boolean', found: 'nothing', rows: 2 },
      },
    ]);
  });

  it('lets an input be missing that a request may leave out', () => {
    const inputs = [...SIGNATURE, { name: 'age', type: 'long', optional: true as const }];
    expect(findingsOf({ inputs, current: REFERENCE })).toEqual([]);
  });

  it('names a column of the reference that is no part of a request', () => {
    expect(findingsOf({ inputs: SIGNATURE.slice(0, 2), current: REFERENCE })).toEqual([
      { kind: 'data-quality', subject: 'city', outcome: 'ok', detail: { code: 'not-in-signature' } },
    ]);
  });

  it('repeats no other rule, and no column that the configuration leaves out', () => {
    const current = 'seats,price,city\nmany,x,Bern\nfew,y,Oslo\n';
    expect(findingsOf({ inputs: SIGNATURE, current, found: ['seats'], ignored: ['price'] })).toEqual([]);
    expect(findingsOf({ inputs: SIGNATURE, current })).toHaveLength(2);
  });
});
