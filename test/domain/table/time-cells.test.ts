/** Against `Date`, with more different times than are kept. */
import { expect, it } from 'vitest';
import { TimeCells } from '../../../src/shared/domain/table/time-cells.ts';

it('each cell is the time that it says, the first time and again, whatever stood before', () => {
  const cells = new TimeCells();
  const firstMs = Date.UTC(2024, 1, 28);
  const texts = Array.from({ length: 5000 }, (_, index) =>
    new Date(firstMs + index * 3_607_000).toISOString().slice(0, index % 3 === 0 ? 19 : 24),
  );
  const inTurns = [...texts, 'no time', '', ...texts.toReversed(), 'no time', '2026-02-30'];
  for (const text of inTurns) {
    const bytes = Buffer.from(`"${text}"`, 'latin1');
    const expected = Date.parse(text.endsWith('Z') || text === '' ? text : `${text}Z`);
    expect([text, cells.parse(bytes, 1, bytes.length - 1)]).toEqual([
      text,
      text === '2026-02-30' ? Number.NaN : expected,
    ]);
  }
});
