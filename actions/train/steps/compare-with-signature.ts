/**
 * The rows that the score command reads against the signature of the new model (docs/lifecycle.md#a-model-of-mlflow). The
 * command may make other columns of them before it asks the model, so that a difference is a note, and decides nothing.
 */
import { tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import type { ModelFormat } from '../../../src/shared/domain/documents/model-format.ts';
import type { SignatureProblem } from '../../../src/shared/domain/documents/signature-problem.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { describeSignatureProblem } from '../../../src/shared/domain/report/signature-problem-text.ts';
import { findColumnMisfit, signatureColumns } from '../../../src/shared/domain/signature/check-rows.ts';
import { findColumn, hasColumn, type Table } from '../../../src/shared/domain/table/table.ts';
import type { TrainStep } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';

const MAX_SHOWN = 10;

/** @returns a plain sentence, or none: also for a file that is no table, which the command may read. */
export async function compareWithSignature(
  { model, ports }: TrainStep,
  { settings }: TrainPlan,
  format: ModelFormat | undefined,
): Promise<readonly string[]> {
  const inputs = signatureColumns(format?.inputs);
  const path = settings.score?.data;
  if (inputs === undefined || path === undefined) return [];
  const table = await readUnlessOther(() =>
    ports.tables.read(ports.workspace, path, tableOptions(model.config)),
  );
  if (table === undefined) return [];
  const problems = inputs.flatMap((input) => findProblem(input, table));
  if (problems.length === 0) return [];
  const shown = problems.slice(0, MAX_SHOWN).map(describeSignatureProblem);
  const more = problems.length > shown.length ? [`${problems.length - shown.length} more`] : [];
  return [
    `The rows of ${path} are not what the signature of the model says: ${[...shown, ...more].join('; ')}.`,
  ];
}

type NamedInput = NonNullable<ReturnType<typeof signatureColumns>>[number];

function findProblem({ name, type, optional }: NamedInput, table: Table): readonly SignatureProblem[] {
  const place = { input: name, expected: type };
  const column = findColumn(table, name);
  if (column !== undefined) {
    const found = findColumnMisfit(type, column)?.found;
    return found === undefined ? [] : [{ ...place, found }];
  }
  const isThere = hasColumn(table, name) || table.leftOut?.some((one) => one.name === name) === true;
  return isThere || optional === true ? [] : [{ ...place, found: 'nothing' }];
}

async function readUnlessOther(read: () => Promise<Table>): Promise<Table | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
