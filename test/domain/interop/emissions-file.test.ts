/** `emissions.csv` as CodeCarbon 3.3.2 wrote it (fixtures/codecarbon/make_emissions.py), with the sums of Python's csv. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseEmissions } from '../../../src/shared/domain/interop/emissions-file.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures/codecarbon');

describe('emissions.csv of CodeCarbon', () => {
  it('has energy and emissions of all trackers', async () => {
    const bytes = await readFile(join(FIXTURES, 'emissions.csv'));
    const expected = JSON.parse(await readFile(join(FIXTURES, 'expected.json'), 'utf8')) as object;
    const { energy_kwh, emissions_kg, ...others } = parseEmissions(bytes, 'emissions.csv');
    expect(expected).toEqual({
      energy_kwh: expect.closeTo(energy_kwh!, 15) as number,
      emissions_kg: expect.closeTo(emissions_kg!, 15) as number,
    });
    expect(energy_kwh).toBeGreaterThan(emissions_kg!);
    expect(others).toEqual({});
  });

  it.each([
    ['without the columns', 'timestamp,duration\n2026-01-01T00:00:00,3\n', 'emissions.csv'],
    [
      'with a negative number',
      'emissions,energy_consumed\n0.1,-2\n',
      'energy_consumed: expected numbers from 0 on',
    ],
  ])('%s is refused', (_, text, message) => {
    expect(() => parseEmissions(new TextEncoder().encode(text), 'emissions.csv')).toThrow(message);
  });
});
