/**
 * What the files of DVC say of files that git does not have: which content each has, and where it lies. Each training writes
 * `dvc.lock`, so it is compared entry by entry: an approval is asked for where the rows or the labels may be others.
 * Where an output lies is said by `wdir`, which only `dvc.yaml` has, and a `.dvc` file may name any output.
 */
import { endOfPath, folderOf, possiblePaths, withSlashes } from '../kernel/repository-path.ts';
import { foldName } from './protected-files.ts';
import { readYaml } from './workflow-text.ts';
import { isRecord } from '../kernel/unknown-value.ts';

/** Both say together where a pipeline puts which content (https://doc.dvc.org/user-guide/project-structure/dvcyaml-files). */
export const DVC_PIPELINE = /(?:^|\/)dvc\.(?:lock|yaml)$/;
/** Files with outputs of their own, by the suffix or, up to DVC 2, by the name. */
export const DVC_OUTPUT_FILE = /\.dvc$|(?:^|\/)Dvcfile$/;
/** What DVC writes down while it runs. */
export const DVC_WRITTEN = /(?:^|\/)dvc\.lock$|\.dvc$|(?:^|\/)Dvcfile$/;
/** From where content comes, and which of the other files count. */
export const DVC_SETTINGS = /(?:^|\/)\.dvc\/config$|(?:^|\/)\.dvcignore$/;

export interface PipelineTexts {
  /** Undefined where the file is not there. */
  readonly lock: string | undefined;
  readonly stages: string | undefined;
}

export interface DvcOutput {
  /** Equal where stage, folder, path and content are. */
  readonly identity: string;
  /** As DVC addresses it from the root of the repository; undefined of a `.dvc` file. */
  readonly stage?: string;
  /** Paths in the repository where it may lie: more than one where its path leaves the repository and may come back. */
  readonly places: readonly string[];
  /** Path below its `wdir`; undefined where the places are certain. */
  readonly end?: string;
  /** Whether `wdir` is not known, so that the places are wrong perhaps. */
  readonly isAnywhere?: boolean;
  /** Of its content, or with `.dir` of the list of files of a folder; undefined where the content has another name. */
  readonly md5?: string | undefined;
}

/**
 * @param folder that of both files.
 * @returns all outputs, those of stages that `dvc.yaml` lacks too; undefined for what is no lock file of DVC.
 */
export function readPipeline(
  folder: string,
  { lock, stages }: PipelineTexts,
): readonly DvcOutput[] | undefined {
  if (lock === undefined) return [];
  const parsed = readYaml(lock);
  if (!isPlain(parsed) || !isPlain(parsed.stages)) return undefined;
  const outputs: DvcOutput[] = [];
  for (const [name, stage] of Object.entries(parsed.stages)) {
    const listed = readOuts(stage);
    if (listed === undefined) return undefined;
    const { wdir, source } = folderOfStage(name, stages);
    for (const { path, content } of listed) {
      const end = endOfPath(path);
      const identity = JSON.stringify([name, source, path, content]);
      outputs.push({
        identity,
        stage: folder === '' ? name : `${folder}/dvc.yaml:${name}`,
        places: possiblePaths(folder, wdir ?? '', path),
        end,
        isAnywhere: wdir === undefined,
        md5: digestIn(content),
      });
    }
  }
  return outputs;
}

/** @returns the outputs of a `.dvc` file; undefined for what is none. */
export function readOutputFile(file: string, text: string): readonly DvcOutput[] | undefined {
  const parsed = readYaml(text);
  const listed = readOuts(parsed);
  if (!isRecord(parsed) || listed === undefined) return undefined;
  const wdir = typeof parsed.wdir === 'string' ? parsed.wdir : '';
  const folder = folderOf(file);
  return listed.map(({ path, content }) => ({
    identity: JSON.stringify([file, path, content]),
    places: possiblePaths(folder, wdir, path),
    md5: digestIn(content),
  }));
}

function digestIn(content: unknown): string | undefined {
  return isRecord(content) && typeof content.md5 === 'string' ? content.md5 : undefined;
}

/** Outputs that only one side has: the set of contents of a path differs there, however many entries name it. */
export function differingOutputs(
  before: readonly DvcOutput[],
  after: readonly DvcOutput[],
): readonly DvcOutput[] {
  const [old, current] = [before, after].map((side) => new Set(side.map(({ identity }) => identity)));
  return [
    ...before.filter(({ identity }) => current?.has(identity) !== true),
    ...after.filter(({ identity }) => old?.has(identity) !== true),
  ];
}

/** Whether an output may be a file, a folder on the way to it, or one in the folder that the path names. */
export function mayBeOutput({ places, end, isAnywhere = false }: DvcOutput, path: string): boolean {
  const folded = foldName(path);
  const wanted = folded.replace(/^\//, '');
  const isThere = places.map(foldName).some((place) => {
    const isBehindLink = folded.startsWith('/') && `/${wanted}/`.includes(`/${place}/`);
    return (
      isBehindLink ||
      place === wanted ||
      place === '' ||
      wanted.startsWith(`${place}/`) ||
      place.startsWith(`${wanted}/`)
    );
  });
  if (isThere || end === undefined) return isThere;
  const tail = foldName(end);
  if (`/${wanted}`.endsWith(`/${tail}`)) return true;
  const isFolder = !/\.[^/]*$/.test(wanted);
  return isAnywhere && (isFolder || `/${wanted}/`.includes(`/${tail}/`));
}

/** A merge key of YAML gives values that are written elsewhere. DVC reads it, and writes none. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !('<<' in value);
}

interface ListedOut {
  readonly path: string;
  readonly content: unknown;
}

function readOuts(stage: unknown): readonly ListedOut[] | undefined {
  if (!isPlain(stage)) return undefined;
  const outs: unknown = stage.outs ?? [];
  if (!Array.isArray(outs)) return undefined;
  const listed: ListedOut[] = [];
  for (const out of outs as readonly unknown[]) {
    if (!isPlain(out) || typeof out.path !== 'string') return undefined;
    const { path, ...content } = out;
    listed.push({ path: withSlashes(path), content });
  }
  return listed;
}

/**
 * In which folder a stage runs. `name@key` is one of the stages that `foreach` or `matrix` makes.
 * @returns `wdir` undefined where `dvc.yaml` does not say it in plain words; `source` is what it does say.
 */
export function folderOfStage(
  name: string,
  text: string | undefined,
): { readonly wdir: string | undefined; readonly source: unknown } {
  const parsed = text === undefined ? undefined : readYaml(text);
  const stages = isRecord(parsed) && isRecord(parsed.stages) ? parsed.stages : {};
  const definition = stages[name] ?? stages[name.replace(/@.*$/, '')];
  const isFound = isPlain(definition) && isPlain(definition.do ?? {});
  if (!isFound) return { wdir: undefined, source: parsed };
  const { wdir = '' } = isRecord(definition.do) ? definition.do : definition;
  // A variable takes its value from other parts of the file.
  if (typeof wdir !== 'string' || wdir.includes('${')) return { wdir: undefined, source: parsed };
  return { wdir, source: wdir };
}
