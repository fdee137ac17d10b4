/** Periods of a stage; those of the histories that GTO reads are in gto.test.ts. */
import { describe, expect, it } from 'vitest';
import { listStagePeriods, periodsBetween } from '../../../src/shared/domain/registry/stage-periods.ts';
import { tagsFrom } from './tag.ts';

const START_SECONDS = Date.parse('2026-01-01T00:00:00Z') / 1000;
const atMinute = (minute: number): number => START_SECONDS + 60 * minute;

const periodsOf = (...lines: readonly string[]) =>
  listStagePeriods('churn', 'production', tagsFrom(...lines)).map(
    ({ version, fromSeconds, toSeconds }) =>
      `${version ?? 'no version'} ${(fromSeconds - START_SECONDS) / 60}-${toSeconds === undefined ? '' : (toSeconds - START_SECONDS) / 60}`,
  );

describe('the periods of a stage', () => {
  it('follow each other, and the last one lasts', () => {
    expect(
      periodsOf(
        ...['churn@v1.0.0 c1', 'churn#production#1 c1', 'churn@v1.1.0 c2', 'churn#staging#2 c2'],
        ...['churn#production#3 c2', 'churn#production#4 c2', 'churn#production#5 c1'],
      ),
    ).toEqual(['1.0.0 1-4', '1.1.0 4-5', '1.1.0 5-6', '1.0.0 6-']);
  });

  it('end with a tag that empties the stage, withdraws the version or deprecates the model', () => {
    expect(periodsOf('churn@v1.0.0 c1', 'churn#production#1 c1', 'churn#production!#2 c1')).toEqual([
      '1.0.0 1-2',
    ]);
    expect(periodsOf('churn@v1.0.0 c1', 'churn#production#1 c1', 'churn@v1.0.0! c1')).toEqual(['1.0.0 1-2']);
    expect(
      periodsOf('churn@v1.0.0 c1', 'churn#production#1 c1', 'churn@deprecated c1', 'churn@v1.1.0 c2'),
    ).toEqual(['1.0.0 1-2', '1.0.0 3-']);
  });

  it('of a commit without a version have none, and of other models or stages there are none', () => {
    expect(periodsOf('churn#production#1 c1')).toEqual(['no version 0-']);
    expect(periodsOf('other@v1.0.0 c1', 'other#production#1 c1', 'churn#staging#1 c1')).toEqual([]);
  });

  it('say which run gave the stage, and how', () => {
    const message = 'back\n\nOperation: rollback\nRun: https://github.com/o/r/actions/runs/7/attempts/1\n';
    const [first, second] = listStagePeriods(
      'churn',
      'production',
      tagsFrom('churn@v1.0.0 c1', 'churn#production#1 c1', `churn#production#2 c1 | ${message}`),
    );
    expect([first?.operation, first?.run]).toEqual([undefined, undefined]);
    expect([second?.operation, second?.run, second?.stageTag]).toEqual([
      'rollback',
      'https://github.com/o/r/actions/runs/7/attempts/1',
      'churn#production#2',
    ]);
  });

  it('between two moments are those that had the stage for a second of it', () => {
    const tags = tagsFrom(
      ...['churn@v1.0.0 c1', 'churn#production#1 c1', 'churn@v1.1.0 c2', 'churn#production#2 c2'],
    );
    const periods = listStagePeriods('churn', 'production', tags);
    const between = (fromSeconds: number, toSeconds: number) =>
      periodsBetween(periods, { fromSeconds, toSeconds }).map(({ version }) => version);
    expect(between(atMinute(0), atMinute(1))).toEqual([]);
    expect(between(atMinute(0), atMinute(1) + 1)).toEqual(['1.0.0']);
    expect(between(atMinute(3) - 1, atMinute(3))).toEqual(['1.0.0']);
    expect(between(atMinute(3), atMinute(3) + 1)).toEqual(['1.1.0']);
    expect(between(atMinute(2), atMinute(9))).toEqual(['1.0.0', '1.1.0']);
  });
});
