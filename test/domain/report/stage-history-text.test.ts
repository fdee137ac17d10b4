import { describe, expect, it } from 'vitest';
import { parseAskedTime } from '../../../src/shared/domain/registry/asked-time.ts';
import { listStagePeriods, periodsBetween } from '../../../src/shared/domain/registry/stage-periods.ts';
import {
  describeStageHistory,
  periodAtEnd,
  renderStageHistory,
} from '../../../src/shared/domain/report/stage-history-text.ts';
import { tagsFrom } from '../registry/tag.ts';

// One minute apart from 2026-01-01T00:00:00Z on.
const tags = tagsFrom(
  ...['churn@v1.0.0 c1', 'churn#production#1 c1', 'churn@v1.1.0 c2', 'churn#production!#2 c1'],
  ...['churn#production#3 c2', 'churn#production#4 c1'],
);
const asked = (text: string | undefined) => {
  const at = text === undefined ? undefined : parseAskedTime(text, 'at');
  const all = listStagePeriods('churn', 'production', tags);
  const periods = at === undefined ? all : periodsBetween(all, at);
  return { model: 'churn', stage: 'production', at, periods, nowSeconds: Date.parse('2026-01-02') / 1000 };
};

describe('the history of a stage', () => {
  it.each([
    [undefined, 'production of churn: 3 periods of 2 versions, 1.0.0 since 2026-01-01T00:05:00Z', '1.0.0'],
    ['2026-01-01T00:02:00Z', 'production of churn was 1.0.0 at 2026-01-01T00:02:00Z', '1.0.0'],
    ['2026-01-01T01:04:00+01:00', 'production of churn was 1.1.0 at 2026-01-01T01:04:00+01:00', '1.1.0'],
    ['2026-01-01T00:03:30Z', 'production of churn was empty at 2026-01-01T00:03:30Z', undefined],
    ['2025-12-31', 'production of churn was empty at 2025-12-31', undefined],
    [
      '2026-01-01',
      'production of churn was 1.0.0 from 2026-01-01T00:01:00Z until 2026-01-01T00:03:00Z, then 1.1.0 from 2026-01-01T00:04:00Z until 2026-01-01T00:05:00Z, then 1.0.0 from 2026-01-01T00:05:00Z',
      '1.0.0',
    ],
    ['2026-01-02', 'production of churn was 1.0.0 at 2026-01-02', '1.0.0'],
  ])('of %s is a sentence', (text, sentence, version) => {
    expect(describeStageHistory(asked(text))).toBe(sentence);
    expect(periodAtEnd(asked(text))?.version).toBe(version);
  });

  it('of a day in which the stage was emptied has no version at its end', () => {
    const emptied = tagsFrom('churn@v1.0.0 c1', 'churn#production#1 c1', 'churn#production!#2 c1');
    const periods = listStagePeriods('churn', 'production', emptied);
    expect(periods).toHaveLength(1);
    expect(periodAtEnd({ ...asked('2026-01-01'), periods })).toBeUndefined();
    expect(periodAtEnd({ ...asked(undefined), periods })).toBeUndefined();
  });

  it('is drawn with a line a version', () => {
    const start = Date.parse('2026-01-01T00:00:00Z') / 1000;
    expect(renderStageHistory(asked(undefined))).toContain(
      [
        '```mermaid',
        'gantt',
        '  dateFormat X',
        '  axisFormat %Y-%m-%d',
        '  section 1.0.0',
        `  production : ${start + 60}, ${start + 180}`,
        `  production : ${start + 300}, ${start + 86_400}`,
        '  section 1.1.0',
        `  production : ${start + 240}, ${start + 300}`,
        '```',
      ].join('\n'),
    );
  });

  it.each(['2026-02-30', '2026-5-3', '2026-05-03T10:00', '20260503', 'yesterday', '2026-05-03T25:00:00Z'])(
    'is not of %s',
    (text) => {
      expect(() => parseAskedTime(text, 'input "at"')).toThrow(
        `input "at": expected a day or a time like "2026-05-03" or "2026-05-03T14:30:00+02:00", got "${text}"`,
      );
    },
  );

  it('of many moves shows the newest ones, and says how many are left out', () => {
    const moves = Array.from({ length: 250 }, (_, move) => `churn#production#${move + 1} c1`);
    const periods = listStagePeriods('churn', 'production', tagsFrom('churn@v1.0.0 c1', ...moves));
    const text = renderStageHistory({ ...asked(undefined), periods });
    expect(text).toContain('churn#production#250');
    expect(text).not.toContain('churn#production#50`');
    expect(text.match(/^\| 1\.0\.0 /gm)).toHaveLength(200);
    expect(text).toContain('50 earlier periods not shown');
  });
});
