/** `mode: score`: predictions of the champion, and no training. */
import type { TrainOutcome } from '../outcome.ts';
import type { TrainStep } from '../ports.ts';
import { checkScoredTable, recordTables } from './check-tables.ts';
import { prepareVersions } from './champion-code.ts';
import type { TrainPlan } from './plan-training.ts';
import { describePlan, publishOutcome } from './publish-outcome.ts';
import { scoredRows, scoreModels } from './score-models.ts';

/** The champion on the given rows, for monitoring (docs/lifecycle.md#current-data). */
export async function scoreChampion(step: TrainStep, plan: TrainPlan): Promise<TrainOutcome> {
  const { inputs, ports } = step;
  if (plan.champion === undefined)
    return { ...describePlan(step, plan), kind: 'nothing', evidence: undefined, notes: [] };
  const checked = await checkScoredTable(step, plan);
  const predictions = await scoreModels(ports, plan, {
    challenger: [],
    others: [],
    versions: await prepareVersions(ports, plan),
  });
  const [own] = predictions.kept;
  if (inputs.scoreOut !== undefined && own !== undefined) {
    const content = await own.source.open(own.record.path);
    await ports.workspace.writeFrom(inputs.scoreOut, content.stream());
  }
  const run = { ...plan.run, ...recordTables(step.model.config, checked), ...scoredRows(predictions) };
  const notes = checked.flatMap((table) => table.notes);
  const { kept } = predictions;
  return publishOutcome(step, plan, { kind: 'scored', run, kept, profile: undefined, notes });
}
