/** Bounds that nothing can be between, ages that every row has, names twice: refused at their line, and not where they are used. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';

const below = (yaml: string): string => `models:\n  a:\n    ${yaml}\n`;

describe('is refused, with line and column', () => {
  it.each<readonly [string, RegExp]>([
    ...['0', '0.0', '100', '2000', '9999', '1e3', '-1'].map(
      (number) =>
        [
          `monitor: { false-alarms: ${number} per year }`,
          /^c\.yml:3:30: .*expected "<number> per year" with a number above 0 and below 100, got /,
        ] as const,
    ),
    ['monitor: { max-age: 0 hours }', /3:25: .*with a whole number from 1 to 99999, got "0 hours"$/],
    ['monitor: { max-age: 100000 days }', /with a whole number from 1 to 99999/],
    ['monitor: { cool-down: 01 days }', /with a whole number from 0 to 99999/],
    ['monitor: { labels-after: 999999999999 days }', /with a whole number from 0 to 99999/],
    ['monitor: { retrainings: 0 per month }', /with a whole number from 1 to 99, got "0 per month"$/],
    ['monitor: { columns: [] }', /expected a list with at least 1 entries/],
    ['monitor: { columns: [b, b] }', /3:25: .*expected each column once/],
    ['contract: { newest: { within: 0 days } }', /with a whole number from 1 to 99999/],
    [
      'contract: { columns: { delay: { min: 500, max: 3 } } }',
      /^c\.yml:3:52: models\.a\.contract\.columns\.delay\.max: expected a number that is not below `min` \(500\), got 3$/,
    ],
    [
      'contract: { columns: { day: { min: 2026-03-01, max: 2026-02-01T00:00:00Z } } }',
      /expected a time that is not below `min` \(2026-03-01\)/,
    ],
    [
      'contract: { columns: { day: { min: 2026-03-01, max: 5 } } }',
      /expected a time that is not below `min`/,
    ],
    ['contract: { columns: { day: { min: 2026-02-30 } } }', /expected a day of the calendar/],
    [
      'contract: { columns: { a: { characters-at-least: 4, characters-at-most: 3 } } }',
      /expected a number that is not below `characters-at-least` \(4\), got 3$/,
    ],
    ['contract: { rows: { at-least: 10, at-most: 9 } }', /not below `at-least` \(10\), got 9$/],
    ['contract: { keys: [{ columns: [b, b] }] }', /expected each column once/],
    ['predictions: { id: [b, b], label: y, score: p }', /expected each column once/],
    ['predictions: { id: b, label: y, top: [p, p] }', /expected each column once/],
    ['train: { command: c, timeout-minutes: 1e300 }', /expected a number of at most 30000/],
    ['score: { command: c, data: d, timeout-minutes: 0 }', /expected a number of at least 0\.01/],
  ])('%s', (yaml, expected) => {
    expect(() => parseConfig(below(yaml), 'c.yml')).toThrow(expected);
  });
});

it.each([
  'monitor: { false-alarms: 0.5 per year }',
  'monitor: { false-alarms: 99.9 per year, labels-after: 0 days, cool-down: 0 days, max-age: 1 hour }',
  'contract: { columns: { delay: { min: 3, max: 3 }, day: { min: 2026-02-01, max: 2026-02-01T00:00:00Z } } }',
  // Without a zone, the first may be before the second.
  'contract: { columns: { day: { min: "2026-02-01T05:00:00", max: "2026-02-01T00:00:00Z" } } }',
])('%s is accepted', (yaml) => {
  expect(() => parseConfig(below(yaml), 'c.yml')).not.toThrow();
});
