/** What evaluate says of tables that could be read another way: in the log with the cells, in the comment without. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  evaluate,
  leaveEvidence,
  startGround,
  startPullRun,
  type Ended,
  type Ground,
} from '../../ground/evaluation.ts';

const CONFIG = `models:
  flight-delays:
    task: regression
    predictions: { id: order, label: y, score: p, time: date, group: day }
    gate: [{ metric: mae, at-most: 5 }]
`;

let ground: Ground;
beforeEach(async () => {
  ground = await startGround(CONFIG);
});
afterEach(() => ground[Symbol.asyncDispose]());

/** Amounts of 28 days, with `digits` behind the point of the truth. */
function amounts(digits: number): string {
  const lines = Array.from({ length: 28 * 10 }, (_, row) => {
    const day = `2026-03-${String(1 + Math.floor(row / 10)).padStart(2, '0')}`;
    const truth = 3 + ((row * 7919) % 997) / 1000 + ((row * 31) % 5);
    return `o${row},${day},${day},${truth.toFixed(digits)},${(truth + 0.25 * ((row % 3) - 1)).toFixed(2)}`;
  });
  return ['order,date,day,y,p', ...lines, ''].join('\n');
}

async function run(text: string): Promise<Ended> {
  const job = await startPullRun(ground);
  await leaveEvidence(ground, job, {
    files: { 'predictions.csv': { role: 'predictions-challenger', text } },
  });
  return await evaluate(ground, job, { checkout: { '.github/model-steward.yml': CONFIG } });
}

const commentOf = (): string => ground.hub.repository.comments[0]?.body ?? '';

describe('tables that could be read another way', () => {
  it('points that may stand between thousands are in the comment, with the key that decides it', async () => {
    const ended = await run(amounts(3));
    expect(ended.outputs.verdict).toBe('pass');
    expect(commentOf()).toContain(
      '- predictions.csv: `y` is read with decimal points, which may stand between thousands: `decimal` of the configuration decides it.',
    );
    expect(
      ended.messages.filter((message) => message.includes('column "y" is read with decimal points')),
    ).toHaveLength(1);
  });

  it('lines of delimiters are no rows, and the comment counts them', async () => {
    const ended = await run(`${amounts(4)},,,,\n,,,,\n`);
    expect(ended.outputs.verdict).toBe('pass');
    expect(commentOf()).toContain('- predictions.csv: 2 empty rows at the end left out.');
    expect(commentOf()).toContain('280 rows');
  });

  it('nothing is said of a table that reads one way', async () => {
    const ended = await run(amounts(4));
    expect(commentOf()).not.toContain('How the tables were read');
    expect(ended.messages).toEqual([]);
  });

  it('a row of totals ends the evaluation, and the comment names the row', async () => {
    const [header = '', ...lines] = amounts(4).trim().split('\n');
    const sum = (column: number): number =>
      lines.reduce((all, line) => all + Number(line.split(',')[column]), 0);
    const text = [header, ...lines, `Total,2026-03-28,2026-03-28,${sum(3)},${sum(4)}`].join('\n');
    await expect(run(text)).rejects.toThrow('got a total in data row 281');
    expect(commentOf()).toContain('got a total in data row 281');
  });

  it('all columns that cannot be read are said at once', async () => {
    const [, ...lines] = amounts(4).trim().split('\n');
    const broken = lines.map((line) => {
      const [id, , day, y, p] = line.split(',');
      return `${id},someday,${day},${y} kg,${p} EUR`;
    });
    await run(['order,date,day,y,p', ...broken].join('\n')).catch(() => undefined);
    const comment = commentOf();
    expect(comment).toContain('numbers without a unit in column "y", got numbers in "kg"');
    expect(comment).toContain('numbers without a unit in column "p", got numbers in "EUR"');
  });
});
