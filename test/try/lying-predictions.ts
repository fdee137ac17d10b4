/** Predictions that lie in a repository, read and evaluated as `evaluate` would those of a first version. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import type { ModelConfig } from '../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../src/shared/domain/evaluation/predictions.ts';
import { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import { findMetric } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import { describeRuleReason } from '../../src/shared/domain/report/reasons.ts';
import { describeBound } from '../../src/shared/domain/report/rule-words.ts';
import type { SetupFinding } from '../../src/shared/domain/setup/setup-finding.ts';
import { describeReading } from '../../src/shared/domain/table/reading-notes.ts';
import { runRecord } from '../ground/run-record.ts';

export interface LyingPredictionsRequest {
  /** Of the repository. */
  readonly root: string;
  readonly name: string;
  readonly model: ModelConfig;
}

/** @returns nothing where the training writes no predictions, or none lie there. */
export async function evaluateLyingPredictions({
  root,
  name,
  model,
}: LyingPredictionsRequest): Promise<readonly SetupFinding[]> {
  const path = model.train?.predictions;
  const files = openFiles(root);
  if (path === undefined || model.predictions === undefined || !(await files.exists(path))) return [];
  try {
    const challenger = await createTables().read(files, path, predictionOptions(model));
    const evaluation = computeEvaluation({
      ...{ model: name, gate: 'gate', challenger, champion: undefined, labels: undefined },
      config: { ...model, gate: computedRules(model) },
      run: runRecord({ model: name, task: model.task }),
    });
    return [
      ...describeReading(challenger, path).map((message) => note(path, withoutPlace(message, path))),
      note(path, `${challenger.rowCount} rows lie there, and are read as predictions`),
      ...evaluation.rules.map((rule) =>
        note(
          path,
          `as a first version: ${rule.metric} ${describeBound(rule, undefined)} → ${rule.outcome}: ${describeRuleReason(rule, evaluation)}`,
        ),
      ),
    ];
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    const { message, hint } = error;
    return [
      {
        ...{ severity: 'error', where: path, message: withoutPlace(message, path) },
        ...(hint !== undefined && { hint }),
      },
    ];
  }
}

function note(where: string, message: string): SetupFinding {
  return { severity: 'note', where, message };
}

function withoutPlace(message: string, path: string): string {
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
}

/** Rules about a metric that predictions have; those of the metrics file are explained with the gate. */
function computedRules({ gate, task, predictions }: ModelConfig): ModelConfig['gate'] {
  return gate.filter(
    ({ metric }) => predictions !== undefined && findMetric(task, metric, predictions) !== undefined,
  );
}
