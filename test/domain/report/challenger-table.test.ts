/** The leaderboard as people read it. Places in the drawings are by hand: 21 cells from the least to the most of the table. */
import { describe, expect, it } from 'vitest';
import type { Evaluation, RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import { hideDigits } from '../../../src/shared/domain/evaluation/hide-digits.ts';
import { renderChallengerTable } from '../../../src/shared/domain/report/challenger-table.ts';
import { renderChallengers } from '../../../src/shared/domain/report/html/challenger-leaderboard.ts';
import { renderPage } from '../../../src/shared/domain/report/html/page.ts';
import { addLook, lookOf, renderLooks } from '../../../src/shared/domain/report/looks.ts';

const digestOf = (digit: number): string => String(digit).repeat(64);

const SUPERIOR: RuleResult = {
  ...{ metric: 'log_loss', kind: 'superior-by', threshold: 0.02, confidence: 0.975, outcome: 'pass' },
  reason: { code: 'improvement-interval', lower: 0.06, upper: 0.1, comparedWith: 'champion' },
};

function evaluationOf(change: Partial<Evaluation> = {}): Evaluation {
  return {
    ...{ schema: 'model-steward/evaluation/1', statistics: '1', model: 'late', task: 'binary' },
    run: digestOf(1),
    gate: { name: 'gate', sha256: digestOf(0) },
    rows: { digest: digestOf(5), count: 100, labels: 'separate', answers: digestOf(6) },
    challengers: {
      ...{ plannedCount: 2, metric: 'log_loss', confidence: 0.975 },
      ranked: [
        {
          ...{ name: 'forest', run: digestOf(1), answers: digestOf(6), verdict: 'pass', value: 0.42 },
          interval: { estimate: 0.08, lower: 0.06, upper: 0.1 },
        },
        {
          ...{ name: 'mean', run: digestOf(2), answers: digestOf(7), verdict: 'fail', value: 0.5 },
          interval: { estimate: 0, lower: -0.02, upper: 0.02 },
        },
      ],
    },
    metrics: [],
    rules: [SUPERIOR],
    ...{ verdict: 'pass', reason: 'rules-passed' },
    ...change,
  };
}

describe('the leaderboard', () => {
  it('has verdict, value and interval of each, on one scale', () => {
    const [, , head, , ...rows] = renderChallengerTable(evaluationOf()).split('\n');
    expect(cellsOf(head!)).toEqual([
      ...['#', 'challenger', '`log_loss`', 'improvement (97.5 % CI)', 'worse … better', 'verdict'],
    ]);
    // From −0.02 to 0.1 in 21 cells: 0 is at 3, 0.02 at 7, 0.06 at 13, 0.08 at 17.
    expect(cellsOf(rows[0]!)).toEqual([
      ...['1', '`forest`', '0.420', '+0.0800 (+0.0600 to +0.100)'],
      `\`${'\u00a0'.repeat(3)}┊${'\u00a0'.repeat(3)}┃${'\u00a0'.repeat(5)}├───●──┤\``,
      '✅ pass',
    ]);
    expect(cellsOf(rows[1]!)).toEqual([
      ...['2', '`mean`', '0.500', '0 (−0.0200 to +0.0200)'],
      `\`├──●───╂${'\u00a0'.repeat(13)}\``,
      '❌ fail',
    ]);
  });

  it('says which one is registered, what is shared, and that the estimate is that of a winner', () => {
    const text = renderChallengerTable(evaluationOf({ looks: { plannedCount: 5 } }));
    expect(text).toContain(
      '`forest` is the best of those that pass, and the only one that a merge registers.',
    );
    expect(text).toContain('2 challengers and 5 looks share the chance of a false pass');
    expect(text).toContain('one turns green in at most 2.5 % of such comparisons');
    expect(text).toContain('**Its estimate is that of a winner**');
  });

  it('says that none passes', () => {
    const text = renderChallengerTable(evaluationOf({ verdict: 'inconclusive' }));
    expect(text).toContain('No challenger passes; the rest of this report is about `forest`');
    expect(text).not.toContain('a merge registers');
  });

  it('is in the full report', () => {
    const { markup } = renderPage({ title: 'late', body: renderChallengers(evaluationOf()) });
    expect(markup).toContain('<code>forest</code>');
    expect(markup.match(/<svg class="interval"/g)).toHaveLength(2);
    expect(markup).toContain('+0.0800 (+0.0600 to +0.100)');
  });

  it('has no number where digits are hidden', () => {
    const hidden = hideDigits(evaluationOf(), () => false);
    const [, , head, , first, second] = renderChallengerTable(hidden).split('\n');
    expect(cellsOf(head!)).toEqual(['#', 'challenger', 'verdict']);
    expect(cellsOf(first!)).toEqual(['1', '`forest`', '✅ pass']);
    expect(cellsOf(second!)).toEqual(['2', '`mean`', '–']);
  });

  it('is empty for one model', () => {
    expect(renderChallengerTable(evaluationOf({ challengers: { plannedCount: 3 } }))).toBe('');
  });
});

describe('a look of several challengers', () => {
  const other = evaluationOf();
  other.challengers!.ranked![1]!.answers = digestOf(8);
  const reversed = evaluationOf();
  reversed.challengers!.ranked!.reverse();

  it('is another one where one of them predicts something else, and the same in another order', () => {
    const [look] = addLook([], lookOf(evaluationOf(), '2026-03-02'));
    expect(addLook([look!], lookOf(reversed, '2026-03-03'))).toHaveLength(1);
    expect(addLook([look!], lookOf(other, '2026-03-03'))).toHaveLength(2);
  });

  it('is decided on an interval whose level they share', () => {
    const look = lookOf(evaluationOf(), '2026-03-02');
    const given = { looks: { plannedCount: 5 }, challengers: { plannedCount: 2 } };
    expect(renderLooks([look!], look, given)).toContain('decided on the 99.5 % confidence interval');
  });
});

function cellsOf(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll(/^ +| +$/g, ''));
}
