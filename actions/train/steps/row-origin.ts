/**
 * How the rows of the evaluation came to where they are. Rows that the training writes are chosen by its code, which a pull request
 * may change without an approval (docs/trust.md#the-base-decides).
 */
import type { RowOrigin } from '../../../src/shared/domain/documents/run.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import {
  folderOf,
  inFolder,
  isBelow,
  resolvePath,
} from '../../../src/shared/domain/kernel/repository-path.ts';
import {
  DVC_OUTPUT_FILE,
  readOutputFile,
  readPipeline,
  type DvcOutput,
} from '../../../src/shared/domain/supply-chain/dvc-outputs.ts';
import type { CommittedFiles } from '../../../src/shared/ports/workspace.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { readScriptsOf } from '../../../src/shared/usecases/command-scripts.ts';
import type { TrainPorts } from '../ports.ts';
import { isAsCommitted } from './committed-rows.ts';
import { dvcDigestOf } from './dvc-digest.ts';
import type { TrainPlan } from './plan-training.ts';

type OriginPorts = Pick<TrainPorts, 'workspace' | 'checkout'>;

/** @param data the rows as they are after the training. */
export async function findRowOrigin(
  ports: OriginPorts,
  { committed, run }: Pick<TrainPlan, 'committed' | 'run'>,
  data: FileRecord,
): Promise<RowOrigin> {
  if (await isOfCommit(ports, committed, data.path)) return 'commit';
  if (await isNamedByDvc(ports, committed, data.path)) return 'dvc';
  const before = run.inputs.files.find(({ path }) => path === data.path);
  return before?.sha256 === data.sha256 ? 'step' : 'training';
}

/** Also where a link of the commit leads to a file of it. */
async function isOfCommit(
  { workspace, checkout }: OriginPorts,
  committed: CommittedFiles,
  path: string,
): Promise<boolean> {
  if (!(await committed.exists(path))) return false;
  const target = (await checkout.linksAmong([path])).get(path);
  const file = target === undefined ? path : resolvePath(folderOf(path), target);
  if (file === undefined || !(await committed.exists(file))) return false;
  const isSame = await attempt(() => isAsCommitted(file, workspace, committed));
  return isSame.ok && isSame.value;
}

/** What the commit says counts: a pipeline that has run since may have written its own digests. */
async function isNamedByDvc(
  { workspace }: OriginPorts,
  committed: CommittedFiles,
  path: string,
): Promise<boolean> {
  for (const { places, md5, isAnywhere } of await readOutputs(committed)) {
    const [place] = places;
    if (place === undefined || places.length > 1 || md5 === undefined || isAnywhere === true) continue;
    if (place !== path && !isBelow(path, place)) continue;
    const digest = await attempt(() => dvcDigestOf(workspace, { path: place, md5 }));
    if (digest.ok && digest.value === md5) return true;
  }
  return false;
}

async function readOutputs(committed: CommittedFiles): Promise<readonly DvcOutput[]> {
  const textOf = readScriptsOf(committed);
  const outputs: DvcOutput[] = [];
  for (const path of await committed.match(['**/dvc.lock', '**/*.dvc', '**/Dvcfile'])) {
    const isPipeline = path.endsWith('dvc.lock');
    // The folder of DVC matches too.
    if (!isPipeline && !DVC_OUTPUT_FILE.test(path)) continue;
    const folder = folderOf(path);
    const text = (await textOf(path)) ?? '';
    const found = isPipeline
      ? readPipeline(folder, { lock: text, stages: await textOf(inFolder(folder, 'dvc.yaml')) })
      : readOutputFile(path, text);
    outputs.push(...(found ?? []));
  }
  return outputs;
}
