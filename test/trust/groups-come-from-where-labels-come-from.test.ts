/**
 * How many independent days there are decides what can pass. With labels kept apart, predictions must not decide it
 * (docs/trust.md#labels-apart-from-training).
 */
import { expect, it } from 'vitest';
import { configText, productionRows, startProject, type Project } from '../ground/project.ts';

const config = configText().replace('threshold: 0.35', 'threshold: 0.35, labels: labels.csv');

/** Writes another date into every row of the predictions. */
const INVENT_DAYS = `cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" rows.csv
awk -F, -v OFS=, -v head="$(head -n 1 rows.csv)" '
  BEGIN { count = split(head, names, ","); for (n = 1; n <= count; n++) if (names[n] == "date") date = n }
  NR > 1 { $date = sprintf("%04d-01-01", 1000 + NR) } { print }' rows.csv > "$MODEL_STEWARD_OUT"
`;

const withoutDate = (() => {
  const date = productionRows.split('\n')[0]!.split(',').indexOf('date');
  return productionRows
    .split('\n')
    .map((line) =>
      line
        .split(',')
        .filter((_, column) => column !== date)
        .join(','),
    )
    .join('\n');
})();

async function evaluateWith(project: Project, labels: string): Promise<string> {
  const files = { 'labels.csv': labels, 'score.sh': INVENT_DAYS };
  const pull = await project.propose({ branch: 'days', skill: 'fair', files });
  return (await project.evaluate(pull)).evaluate.summary;
}

it('predictions invent days, and the labels have the days too → those of the labels count', async () => {
  await using project = await startProject({ config });
  const report = await evaluateWith(project, productionRows);
  expect(report).toContain('700 rows on 28 days');
  expect(report).not.toContain('came with the predictions');
});

it('predictions invent days, and the labels have none → the report says who decided how many days there are', async () => {
  await using project = await startProject({ config });
  const report = await evaluateWith(project, withoutDate);
  expect(report).toContain('**Groups** (700 days) came with the predictions, not with the labels');
});
