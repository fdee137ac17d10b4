/**
 * What the statistics say about evidence that never changes, for each version of the statistics. Register evaluates
 * evidence of another version again, so whoever changes what is computed, or how the document is written, has to
 * raise the version. Values by scikit-learn and SciPy: test/domain/metrics/ and test/domain/statistics/.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import { taskNames } from '../../../src/shared/domain/documents/fields.ts';
import {
  computeEvaluation,
  STATISTICS_VERSION,
  type EvaluationRequest,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { goldenCases } from './golden/cases.ts';
import { listDifferences } from './golden/differences.ts';
import { summarize, type GoldenEvaluation } from './golden/summary.ts';

type GoldenFile = Readonly<Record<string, GoldenEvaluation>>;

const path = join(import.meta.dirname, `fixtures/golden-evaluations/${STATISTICS_VERSION}.json`);
const WRITE = 'WRITE_GOLDEN=1 npx vitest run test/domain/evaluation/golden-evaluations.test.ts';
const CASES = 'test/domain/evaluation/golden/cases.ts';

const documents = Object.entries(goldenCases).map(
  ([title, request]) => [title, computeEvaluation(request())] as const,
);
const computed: GoldenFile = Object.fromEntries(
  documents.map(([title, document]) => [title, summarize(document)]),
);

const golden = readGolden();

/** With WRITE_GOLDEN, cases that are new get their lines; those of an existing case are never written again. */
function readGolden(): GoldenFile {
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as GoldenFile) : {};
  if (process.env.WRITE_GOLDEN === undefined) return kept;
  const written = { ...computed, ...kept };
  writeFileSync(path, `${JSON.stringify(written, undefined, 1)}\n`);
  return written;
}

describe(`version ${STATISTICS_VERSION} of the statistics says what it always said`, () => {
  it('of every case', () => {
    const missing = Object.keys(computed).filter((title) => !Object.hasOwn(golden, title));
    expect(
      missing,
      `cases without golden lines in ${path}. They are new, or the version is: run ${WRITE} and read what it wrote`,
    ).toEqual([]);
    // One message for all cases: what was changed changes most of them, and a hundred differences hide what other tests say.
    expect(
      listDifferences(golden, computed),
      `the evaluation of the same evidence changed. A new metric: look at what test/domain/metrics/catalog.test.ts says first. If it must not change, correct the code. If it is meant, raise STATISTICS_VERSION in src/shared/domain/evaluation/compute-evaluation.ts, so that register evaluates older evidence again, and run ${WRITE}`,
    ).toEqual([]);
  });

  it('no golden lines are without their case', () => {
    const orphans = Object.keys(golden).filter((title) => !Object.hasOwn(goldenCases, title));
    expect(orphans, `put these cases back into ${CASES}: what they covered is covered no more`).toEqual([]);
  });
});

it('every task has golden cases', () => {
  const covered = new Set(documents.map(([, { task }]) => task));
  const missing = taskNames.filter((task) => !covered.has(task));
  expect(missing, `tasks without a golden case: add one to ${CASES}, and run ${WRITE}`).toEqual([]);
});

it.each(documents)('%s: the document is one of its schema', (_title, document) => {
  expect(evaluationSchema.parse(document)).toEqual(document);
});

/** Texts of the columns that say which row, and of which user, unless the groups follow each other in time. */
function namesOf({ challenger, config }: EvaluationRequest, isOrdered: boolean): readonly string[] {
  const { id, group, user } = config.predictions ?? {};
  const columns = [id, ...(isOrdered ? [] : [group, user])].flat();
  return (challenger?.columns ?? []).flatMap((column) =>
    column.kind === 'category' && columns.includes(column.name) ? column.categories : [],
  );
}

it.each(documents)('%s: neither document nor notes name a row or a user', (title, document) => {
  const names = namesOf(goldenCases[title]!(), document.groups?.ordered === true);
  const texts = new Set(
    [JSON.stringify(document), renderEvaluationNotes(document)].flatMap((text) => text.split(/["`]/)),
  );
  const metrics = new Set(document.metrics.map(({ metric }) => metric));
  expect(names.filter((name) => texts.has(name) && !metrics.has(name))).toEqual([]);
});
