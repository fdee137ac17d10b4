/** New categories that are known ones under other names are a fault of the source: no model is trained on them. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type Row } from '../../../ground/check-data.ts';

type Channel = (random: () => number) => string;

const CHANNELS = ['Direct', 'Search', 'Email', 'Partner'] as const;
/** 40, 30, 20 and 10 % of the rows. */
const usual: Channel = (random) => {
  const draw = random();
  return CHANNELS[[0.4, 0.7, 0.9, 1].findIndex((end) => draw < end)]!;
};

function rowsOf(from: string, days: number, channel: Channel): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 60 }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: day, x: channel(random) },
  }));
}

function checkWeek(channel: Channel, days = 56): Check {
  return checkData({
    reference: rowsOf('2026-01-05', days, usual),
    current: rowsOf('2026-03-02', 7, channel),
    now: '2026-03-09T06:00:00Z',
  });
}

const renamedIn = ({ findings }: Check): readonly string[] | undefined =>
  findings.flatMap(({ detail }) => (detail.code === 'new-categories' ? [detail.renamed] : []))[0];

/** The usual channel, changed where a share of the draws says so. */
function changed(share: number, change: (name: string) => string): Channel {
  return (random) => {
    const name = usual(random);
    return random() < share ? change(name) : name;
  };
}

describe('new categories are known ones under other names', () => {
  it.each<readonly [string, Channel, readonly string[]]>([
    [
      'one has another name in all its rows',
      changed(1, (name) => (name === 'Direct' ? 'web' : name)),
      ['Direct'],
    ],
    [
      'one has another name in most of its rows',
      changed(0.7, (name) => (name === 'Direct' ? 'web' : name)),
      ['Direct'],
    ],
    [
      'two have other names',
      changed(1, (name) => (name === 'Direct' ? 'w' : name === 'Email' ? 'm' : name)),
      ['Direct', 'Email'],
    ],
    [
      'a third is written in capitals',
      changed(0.3, (name) => name.toUpperCase()),
      ['Direct', 'Search', 'Email'],
    ],
    ['a third has a suffix', changed(0.3, (name) => `${name}_v2`), ['Direct', 'Search', 'Email']],
  ])('%s', (_, channel, names) => {
    const result = checkWeek(channel);
    expect([...(renamedIn(result) ?? [])].sort()).toEqual([...names].sort());
    expect(result.decision.kind).toBe('change-processing');
  });

  it('by their names alone where the reference is short', () => {
    expect(
      renamedIn(
        checkWeek(
          changed(0.3, (name) => name.toUpperCase()),
          14,
        ),
      ),
    ).toBeDefined();
    expect(
      renamedIn(
        checkWeek(
          changed(1, (name) => (name === 'Direct' ? 'web' : name)),
          14,
        ),
      ),
    ).toBeUndefined();
  });

  it('and the text says so', () => {
    const { findings } = checkWeek(changed(1, (name) => (name === 'Direct' ? 'web' : name)));
    const finding = findings.find(({ detail }) => detail.code === 'new-categories')!;
    expect(describeFinding(finding)).toContain(
      '; they seem to be known categories under other names: "Direct"',
    );
  });
});

describe('new categories are new', () => {
  const business =
    (share: number): Channel =>
    (random) =>
      random() < share ? 'Marketplace' : usual(random);

  it.each([0.05, 0.2, 0.4])('where they come on top of all others: %f of the rows', (share) => {
    const result = checkWeek(business(share));
    expect(result.findings.map(({ detail }) => detail.code)).toContain('new-categories');
    expect(renamedIn(result)).toBeUndefined();
    expect(result.decision.kind).not.toBe('change-processing');
  });
});
