/**
 * Files of DVC by which a change gives the rows or the labels another content, or by which it cannot be known
 * (docs/trust.md#the-base-decides). Costs no request where none of them is changed.
 */
import { folderOf, inFolder, possiblePaths } from '../domain/kernel/repository-path.ts';
import {
  differingOutputs,
  DVC_OUTPUT_FILE,
  DVC_PIPELINE,
  DVC_SETTINGS,
  mayBeOutput,
  readOutputFile,
  readPipeline,
  type DvcOutput,
  type PipelineTexts,
} from '../domain/supply-chain/dvc-outputs.ts';
import type { FileChange } from '../domain/supply-chain/protected-files.ts';
import type { Contents } from '../ports/github.ts';
import type { Checkout } from '../ports/workspace.ts';
import { followLinks } from './follow-links.ts';

/** Each costs a request. Of more, nothing is known. */
const MAX_OUTPUT_FILES = 50;

export interface DvcPorts {
  readonly contents: Pick<Contents, 'fileAt'>;
  readonly checkout: Pick<Checkout, 'linksAmong'>;
}

export interface DvcRequest {
  readonly before: string;
  readonly after: string;
  /** Changed files that count for no other reason. */
  readonly paths: readonly string[];
  /** Rows and labels, and where links lead from them. */
  readonly tables: readonly FileChange[];
  /** Whether a pipeline of DVC trains the model: what `dvc.lock` names may be taken for what a training made. */
  readonly isPipeline?: boolean;
}

export async function findFilesOfDvc(ports: DvcPorts, request: DvcRequest): Promise<readonly FileChange[]> {
  const [table] = request.tables;
  const paths = [...new Set(request.paths)].sort();
  if (table === undefined)
    return request.isPipeline === true ? findPipelines(ports, { ...request, paths }) : [];
  const settings = paths
    .filter((path) => DVC_SETTINGS.test(path))
    .map((path) => ({ kind: table.kind, path }));
  const pipelines = await findPipelines(ports, { ...request, paths });
  return [...settings, ...pipelines, ...(await findOutputFiles(ports, { ...request, paths }))];
}

async function findPipelines(ports: DvcPorts, request: DvcRequest): Promise<readonly FileChange[]> {
  const changed = request.paths.filter((path) => DVC_PIPELINE.test(path));
  const files: FileChange[] = [];
  for (const folder of new Set(changed.map(folderOf))) {
    const before = readPipeline(folder, await pipelineAt(ports, folder, request.before));
    const after = readPipeline(folder, await pipelineAt(ports, folder, request.after));
    const outputs = before && after && differingOutputs(before, after);
    const table = await findTable(ports, outputs, request.tables);
    // The lock file where both are changed, since it names the content.
    const [path] = changed.filter((file) => folderOf(file) === folder);
    if (path === undefined) continue;
    if (table !== undefined) files.push({ kind: table.kind, path });
    else if (request.isPipeline === true && outputs?.length !== 0)
      files.push({ kind: 'pipeline', path, stages: outputs && stagesOf(outputs) });
  }
  return files;
}

function stagesOf(outputs: readonly DvcOutput[]): readonly string[] {
  return [...new Set(outputs.flatMap(({ stage }) => stage ?? []))];
}

async function pipelineAt({ contents }: DvcPorts, folder: string, commit: string): Promise<PipelineTexts> {
  const lock = await contents.fileAt(inFolder(folder, 'dvc.lock'), commit);
  if (lock === undefined) return { lock, stages: undefined };
  return { lock, stages: await contents.fileAt(inFolder(folder, 'dvc.yaml'), commit) };
}

/** What the head's file names counts: a file that names the rows no more gives them no content. */
async function findOutputFiles(ports: DvcPorts, request: DvcRequest): Promise<readonly FileChange[]> {
  const changed = request.paths.filter((path) => DVC_OUTPUT_FILE.test(path));
  const files: FileChange[] = [];
  for (const [index, path] of changed.slice(0, MAX_OUTPUT_FILES + 1).entries()) {
    const text = index < MAX_OUTPUT_FILES ? await ports.contents.fileAt(path, request.after) : '';
    const outputs = text === undefined ? [] : readOutputFile(path, text);
    const table = await findTable(ports, outputs, request.tables);
    if (table !== undefined) files.push({ kind: table.kind, path });
  }
  return files;
}

/** @returns a table that one of the outputs may be; the first where the outputs are not known. */
async function findTable(
  { checkout }: DvcPorts,
  outputs: readonly DvcOutput[] | undefined,
  tables: readonly FileChange[],
): Promise<FileChange | undefined> {
  if (outputs === undefined) return tables[0];
  for (const output of outputs) {
    const named = output.places.map((path) => ({ kind: 'score-data', path }) as const);
    const linked = await followLinks(checkout, named);
    const places = [...output.places, ...linked.flatMap(({ path }) => possiblePaths(path))];
    const table = tables.find(({ path }) => mayBeOutput({ ...output, places }, path));
    if (table !== undefined) return table;
  }
  return undefined;
}
