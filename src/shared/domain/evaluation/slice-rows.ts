/** Some of the compared rows, as rows that can be evaluated alone. */
import type { ComparedRows } from './compared-rows.ts';
import { takeGrouping, takeScored } from './take-rows.ts';

/** @param rows in ascending order. O(rows + groups), for each column of predictions. */
export function takeComparedRows(compared: ComparedRows, rows: Int32Array): ComparedRows {
  const { challenger, champion, grouping } = compared;
  return {
    ...compared,
    count: rows.length,
    challenger: takeScored(challenger, rows),
    champion: champion && takeScored(champion, rows),
    grouping: takeGrouping(grouping, rows),
  };
}
