/**
 * Rows, score command and what that reads are those of the commit where git tracks them: run.json names their digests there
 * (docs/trust.md#what-a-command-produces-is-a-claim). A training that writes its own hold-out, or a step before it, would
 * have other rows evaluated than the record says.
 */
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { lfsDigestOf, POINTER_BYTES, pointerKindOf } from '../../../src/shared/domain/kernel/pointer-file.ts';
import { parsePatterns } from '../../../src/shared/domain/kernel/glob.ts';
import { folderOf, isBelow, resolvePath } from '../../../src/shared/domain/kernel/repository-path.ts';
import { filesNamedBy } from '../../../src/shared/domain/supply-chain/command-files.ts';
import { DVC_WRITTEN } from '../../../src/shared/domain/supply-chain/dvc-outputs.ts';
import { lockFilePatterns } from '../../../src/shared/domain/supply-chain/lock-files.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { TrainPorts } from '../ports.ts';
import type { Kept } from './collect.ts';
import type { TrainPlan } from './plan-training.ts';
import { requireNoOtherScript } from './scoring-files.ts';
import { isMadeByTraining } from './written.ts';

/** Larger texts are not compared line end by line end. */
const LARGEST_TEXT_BYTES = 64 * 1024 ** 2;

export interface ComparedFiles {
  /** Of the training, which it may write although git tracks them. */
  readonly outputs: readonly Kept[];
  /** What the scoring was seen to read. */
  readonly read: readonly string[];
}

type CommittedPlan = Pick<TrainPlan, 'settings' | 'committed' | 'scoring' | 'pipeline' | 'before'>;

/**
 * @throws DataError DATA_MISMATCH for the first file that is not as it was committed.
 */
export async function requireCommitted(
  ports: Pick<TrainPorts, 'workspace' | 'checkout'>,
  plan: CommittedPlan,
  { outputs, read }: ComparedFiles,
): Promise<void> {
  const { settings, committed, scoring } = plan;
  const { score } = settings;
  if (score === undefined) return;
  const named = filesNamedBy([score.command], await committed.match(['**']));
  const decisive = new Set([score.data, ...named, ...scoring.scripts]);
  // Parameters and examples are inputs of a training as often as outputs.
  const made = outputs.filter(({ role }) => isMadeByTraining(role) || role === 'pipeline');
  const written = new Set(made.map(({ record }) => record.path));
  const isOutput = outputsOf(plan);
  const isRewritten = testRewritten();
  const seen = read.filter((path) => !isRewritten(path));
  const data = [...new Set([...scoring.data, ...seen])].filter(
    (path) => !decisive.has(path) && !isOutput(path),
  );
  const other = await findOther(
    ports,
    plan,
    [...decisive, ...data].filter((path) => !written.has(path)),
  );
  if (other !== undefined) throw decisive.has(other) ? changedFile(other, score.data) : changedData(other);
  await requireNoOtherScript(ports, plan, written);
}

/** What a tool of the environment or of a pipeline writes down again while it runs. */
function testRewritten(): (path: string) => boolean {
  const locks = parsePatterns(lockFilePatterns(undefined));
  return (path) => locks.matches(path) || DVC_WRITTEN.test(path);
}

/** @returns the first of the files that is not as it was committed. */
async function findOther(
  { workspace, checkout }: Pick<TrainPorts, 'workspace' | 'checkout'>,
  plan: CommittedPlan,
  paths: readonly string[],
): Promise<string | undefined> {
  // Git keeps the target of a link as its content.
  const links = await checkout.linksAmong(paths);
  for (const path of paths) {
    if (!(await plan.committed.exists(path))) continue;
    const target = links.get(path);
    const isSame =
      target === undefined
        ? await isUnchanged(path, plan, workspace)
        : await leadsTo(resolvePath(folderOf(path), target), path, workspace);
    if (!isSame) return path;
  }
  return undefined;
}

/** Settings and tables that the configuration, or a pipeline, names as outputs of the training. */
export function outputsOf({
  settings,
  pipeline,
}: Pick<CommittedPlan, 'settings' | 'pipeline'>): (path: string) => boolean {
  const { metrics, defaultMetrics, predictions } = settings;
  const files = [metrics ?? defaultMetrics, predictions].filter((path) => path !== undefined);
  const places = [...files, ...(pipeline?.outputs ?? [])];
  const model = parsePatterns(settings.modelFiles);
  return (path) => model.matches(path) || places.some((place) => path === place || isBelow(path, place));
}

/** A folder that was replaced by a link out of the checkout has no file. */
async function isThere(path: string, workspace: Files): Promise<boolean> {
  const found = await attempt(() => workspace.exists(path));
  return found.ok && found.value;
}

/** What was not there before the training, as in a sparse checkout, is not missing. */
async function isUnchanged(
  path: string,
  { committed, scoring, before }: Pick<CommittedPlan, 'committed' | 'scoring' | 'before'>,
  workspace: Files,
): Promise<boolean> {
  if (!(await isThere(path, workspace))) {
    const wasThere = before?.has(path) === true || scoring.scripts.includes(path);
    return !wasThere && !scoring.data.includes(path);
  }
  const { state } = await workspace.open(path);
  if (scoring.same.get(path) === state) return true;
  const isSame = await isAsCommitted(path, workspace, committed);
  if (isSame) scoring.same.set(path, state);
  return isSame;
}

/**
 * The file behind a link is compared where it is reached itself; here, that the link leads there still.
 * @param target undefined outside of the checkout, where nothing is compared.
 */
async function leadsTo(target: string | undefined, link: string, workspace: Files): Promise<boolean> {
  if (target === undefined) return true;
  const there = await digestOf(target, workspace);
  return there === undefined || there === (await digestOf(link, workspace));
}

/** Undefined for a folder, and for what is not there. */
async function digestOf(path: string, workspace: Files): Promise<string | undefined> {
  const record = await attempt(() => recordFile(workspace, path));
  return record.ok ? record.value.sha256 : undefined;
}

function changedFile(path: string, data: string): DataError {
  const what = path === data ? 'score.data' : 'score.command';
  return new DataError(
    'DATA_MISMATCH',
    `${what}: expected ${path} as it was committed, got a file that the training, or a step before it, has changed`,
    {
      hint: `let nothing write to ${path}; or, where each run makes it again from data, stop tracking it (\`git rm --cached ${path}\`) and name what it is made from in \`data\``,
    },
  );
}

function changedData(path: string): DataError {
  return new DataError(
    'DATA_MISMATCH',
    `score.command: expected ${path}, which it reads, as it was committed, got a file that the training, the scoring, or a step before them, has changed`,
    {
      hint: `let nothing write to ${path}; or, where it belongs to the model, add it to \`train.model\`; or, where each run makes it again, stop tracking it (\`git rm --cached ${path}\`)`,
    },
  );
}

/** Whether a checkout of the commit has these bytes, but for line ends and for what Git LFS brings. */
export async function isAsCommitted(
  path: string,
  workspace: Files,
  committed: CommittedFiles,
): Promise<boolean> {
  const [now, then] = [await recordFile(workspace, path), await recordFile(committed, path)];
  if (now.sha256 === then.sha256) return true;
  const start = await (await committed.open(path)).slice(0, POINTER_BYTES);
  if (pointerKindOf(start) !== undefined) {
    const content = lfsDigestOf(start);
    return content === undefined || content === now.sha256;
  }
  if (Math.max(now.sizeBytes, then.sizeBytes) > LARGEST_TEXT_BYTES) return false;
  // A checkout may write other line ends than git keeps.
  const [here, there] = [
    await (await workspace.open(path)).slice(0, now.sizeBytes),
    await (await committed.open(path)).slice(0, then.sizeBytes),
  ].map((bytes) => Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'));
  return here === there;
}
