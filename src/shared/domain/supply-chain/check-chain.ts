/**
 * The chain from `evaluation.json` over `run.json` to the bytes of every file: each link names the next by
 * SHA-256. Whatever does not fit is refused; who broke it, training code or a person, is all the same.
 */
import { documentDigest, setDigest, type FileRecord } from '../kernel/digest.ts';
import type { ReadEvaluation } from '../documents/evaluation.ts';
import { taskNames } from '../documents/fields.ts';
import { isKnown, showValue } from '../documents/open-values.ts';
import type { Run } from '../documents/run.ts';
import { ConflictError, DataError } from '../kernel/errors.ts';
import { MODEL_FOLDER } from '../kernel/names.ts';

/** `run.json` against the model that is asked for. @throws DataError EVIDENCE_INVALID */
export function checkOrigin(run: Run, model: string, repository: string): void {
  expectEqual('run.json: model', run.model, model);
  if (run.source.repository.toLowerCase() !== repository.toLowerCase())
    throw otherRepository(run.source.repository, repository);
}

/** `checkOrigin`, and the kept model against itself. @throws DataError EVIDENCE_INVALID */
export function checkRun(run: Run, model: string, repository: string): void {
  checkOrigin(run, model, repository);
  if (!isKnown(taskNames, run.task)) {
    throw new DataError(
      'EVIDENCE_INVALID',
      `run.json: task: expected one of ${taskNames.join(', ')}, got ${JSON.stringify(showValue(run.task))}`,
      { hint: 'a newer version of `train` wrote it: use one version of all actions' },
    );
  }
  if (run.modelSet === undefined) {
    throw new DataError('EVIDENCE_INVALID', 'run.json: modelSet: expected the files of a model, got none', {
      hint: 'only a run that keeps a model can be registered: set `train.model` in the configuration',
    });
  }
  expectEqual('run.json: modelSet.digest', setDigest(run.modelSet.files), run.modelSet.digest);
  const kept = run.outputs.filter(({ role }) => role === 'model');
  const expected = run.modelSet.files.map((file) => ({ ...file, path: MODEL_FOLDER + file.path }));
  expectEqual('run.json: outputs of the role model', setDigest(kept), setDigest(expected));
}

/** Challengers of one run have all but what their trainings left in common. @throws DataError EVIDENCE_INVALID */
export function checkSameTraining(first: Run, other: Run, name: string): void {
  const where = `challengers/${name}/run.json`;
  expectEqual(`${where}: challenger.name`, other.challenger?.name ?? 'nothing', name);
  const parts: readonly (readonly [name: string, read: (run: Run) => unknown])[] = [
    ['challenger.among', ({ challenger }) => challenger?.among],
    ['source', ({ source }) => source],
    ['commands', ({ commands }) => commands],
    ['inputs', ({ inputs }) => inputs],
    ['champion', ({ champion }) => champion],
    ['anchor', ({ anchor }) => anchor],
  ];
  const digestOf = (value: unknown): string => (value === undefined ? 'nothing' : documentDigest(value));
  for (const [part, read] of parts)
    expectEqual(`${where}: digest of ${part}`, digestOf(read(other)), digestOf(read(first)));
}

/** @param records the files of the artifact as they were read now. @throws ConflictError DIGEST_MISMATCH */
export function checkFiles(run: Run, records: readonly FileRecord[]): void {
  const read = new Map(records.map((record) => [record.path, record]));
  for (const output of run.outputs) {
    const record = read.get(output.path);
    if (record?.sha256 === output.sha256 && record.sizeBytes === output.sizeBytes) continue;
    throw new ConflictError(
      'DIGEST_MISMATCH',
      `evidence: ${output.path}: expected the bytes that run.json names (SHA-256 ${output.sha256}), got ${record?.sha256 ?? 'no such file'}`,
      { hint: 'these files were not evaluated: train and evaluate again' },
    );
  }
}

/** @throws ConflictError DIGEST_MISMATCH when the evaluation is of another run or of another model. */
export function checkEvaluation(run: Run, evaluation: ReadEvaluation): void {
  const links = [
    ['run', evaluation.run, documentDigest(run)],
    ['model', evaluation.model, run.model],
    ['modelDigest', evaluation.modelDigest, run.modelSet?.digest],
  ] as const;
  for (const [field, evaluated, trained] of links) {
    if (evaluated === trained) continue;
    throw new ConflictError(
      'DIGEST_MISMATCH',
      `evaluation.json: ${field}: expected what run.json names (${trained ?? 'nothing'}), got ${evaluated ?? 'nothing'}`,
      { hint: 'the evaluation is of another run: evaluate this run' },
    );
  }
}

function otherRepository(got: string, expected: string): DataError {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)];
  return new DataError('EVIDENCE_INVALID', `run.json: source.repository: expected ${wanted}, got ${found}`, {
    hint: 'when the repository was renamed or transferred since, run the workflow that trains again: it records the new name',
  });
}

function expectEqual(where: string, got: string, expected: string): void {
  if (got === expected) return;
  throw new DataError(
    'EVIDENCE_INVALID',
    `${where}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`,
    {
      hint: 'the evidence was not written by train, or was changed afterwards',
    },
  );
}
