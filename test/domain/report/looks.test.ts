/** Looks at the same rows, over the comments of a pull request. */
import { describe, expect, it } from 'vitest';
import {
  addLook,
  isPlanSpent,
  lookOf,
  readLooks,
  renderLookMarks,
  renderLooks,
  type Look,
} from '../../../src/shared/domain/report/looks.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const digest = (index: number): string => index.toString(16).padStart(4, '0').repeat(16);
const rows = { digest: digest(1), count: 900, labels: 'predictions' } as const;

/** The look of so many-th predictions. */
function lookWith(answers: number, { day = '2026-03-02', champion = 2, ofRows = 1 } = {}): Look {
  const evaluation = evaluationRecord({
    rows: { ...rows, digest: digest(ofRows), answers: digest(answers) },
    champion: { ...evaluationRecord().champion!, modelDigest: digest(champion) },
  });
  return lookOf(evaluation, day)!;
}

/** As comment after comment keeps them. */
function lookAgain(...looks: readonly Look[]): readonly Look[] {
  return looks.reduce<readonly Look[]>(
    (before, next) => addLook(readLooks(`text\n${renderLookMarks(before)}\ntext`), next),
    [],
  );
}

describe('the looks of a pull request', () => {
  it('are counted by different predictions, on the same rows, with the same champion', () => {
    const first = lookWith(10, { day: '2026-02-27' });
    const looks = lookAgain(
      first,
      lookWith(11),
      lookWith(11, { day: '2026-03-04' }),
      first,
      lookWith(12),
      lookWith(13),
    );
    expect(renderLooks(looks, lookWith(13))).toBe(
      '**Look 4 on these rows**: 4 different sets of predictions were compared with this champion since 2026-02-27 in this pull request (pushes that change no prediction do not count). If none of the 4 were better, one of them would still turn green with a chance of up to 8 %; a single look has 2.5 %.',
    );
  });

  it('begin again with other rows, or with another champion', () => {
    const looks = lookAgain(
      lookWith(10),
      lookWith(11),
      lookWith(11, { champion: 3 }),
      lookWith(11, { ofRows: 4 }),
    );
    expect(looks).toHaveLength(4);
    expect(renderLooks(looks, lookWith(11, { champion: 3 }))).toBe('');
    expect(renderLooks(looks, lookWith(11, { ofRows: 4 }))).toBe('');
    expect(renderLooks(looks, lookWith(11))).toContain('**Look 2 on these rows**');
  });

  it('are too many after twenty, and end at a hundred', () => {
    const many = Array.from({ length: 130 }, (_, index) => lookWith(100 + index));
    expect(renderLooks(lookAgain(...many.slice(0, 19)), many[18])).not.toContain('Evaluate on new rows');
    expect(renderLooks(lookAgain(...many.slice(0, 20)), many[19])).toContain(
      'up to 22 %; a single look has 2.5 %. Evaluate on new rows',
    );
    expect(renderLooks(lookAgain(...many), many[129])).toContain('**Look at least 100 on these rows**');
  });

  it('are counted against the plan, whose chance is the sum of equal parts', () => {
    const plan = { plannedCount: 4 };
    const looks = Array.from({ length: 5 }, (_, index) => lookWith(10 + index));
    expect(renderLooks(looks.slice(0, 1), looks[0], { looks: plan })).toBe(
      '**Look 1 of 4 that are planned on these rows** with this champion, since 2026-03-02 in this pull request (pushes that change no prediction do not count). Each is decided on the 98.75 % confidence interval, so that over all 4 a challenger that is not better turns green with a chance of at most 2.5 %.',
    );
    expect(isPlanSpent({ looks: plan }, looks.slice(0, 4), looks[3])).toBe(false);
    expect(isPlanSpent({ looks: plan }, looks, looks[4])).toBe(true);
    expect(isPlanSpent({}, looks, looks[4])).toBe(false);
    expect(renderLooks(looks, looks[4], { looks: plan })).toContain(
      'The plan is spent: over 5 looks, one that is not better turns green with a chance of up to 3.2 %.',
    );
  });

  it('are none without rows, and without a rule that compares', () => {
    const { champion, rules } = evaluationRecord();
    expect(lookOf(evaluationRecord({ rows }), '2026-03-02')).toBeUndefined();
    const bounds = rules.map((rule) => ({ ...rule, kind: 'at-least' as const }));
    const evaluation = evaluationRecord({ rows: { ...rows, answers: digest(9) }, rules: bounds, champion });
    expect(lookOf(evaluation, '2026-03-02')).toBeUndefined();
    expect(addLook([], undefined)).toEqual([]);
    expect(renderLooks([lookWith(1), lookWith(2)], undefined)).toBe('');
  });

  it('are read from whole marks only', () => {
    expect(readLooks(undefined)).toEqual([]);
    expect(readLooks('<!-- model-steward:look 0 0 0 2026-03-02 -->')).toEqual([]);
  });
});
