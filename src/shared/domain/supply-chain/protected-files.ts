/**
 * Files by which a model is evaluated, beside its configuration: workflows, what the score command runs, its rows,
 * and the labels. Nothing can compute what they change, so a person has to look (docs/trust.md#the-base-decides). A file
 * is found however git and the runner get to it: behind a link, in a submodule, by DVC, in another spelling of Unicode.
 */
import { endOfPath, resolvePath } from '../kernel/repository-path.ts';
import type { ModelConfig } from '../config/config.ts';
import { candidatesOf, filesNamedBy } from './command-files.ts';

export interface FileChange {
  /**
   * `training`: it makes files that reach rows or scores code of the training too, which is asked about no more. `row-maker`: rows
   * of the evaluation that git does not have are others, and it lies on the way to them. `beside-score`: it lies in a folder that only
   * the scoring uses, and nothing was seen to read it. `package`: it is of a package of the repository that the job installs.
   * `read`: the scoring was seen to read it. `made`, `removed`: the training did that beside its outputs, where the scoring met it. `taken-up`: the
   * training reads it too, from this run on. `late`: the
   * scoring reads beside it, and may from now on read it too. `reads-lost`: the path is that of the document which says no more what is read.
   */
  readonly kind:
    | 'workflow'
    | 'score-command'
    | 'score-data'
    | 'labels'
    | 'step'
    | 'training'
    | 'pipeline'
    | 'row-maker'
    | 'beside-score'
    | 'package'
    | 'read'
    | 'made'
    | 'removed'
    | 'taken-up'
    | 'reads-lost'
    | 'late';
  readonly path: string;
  /** Of the kind `training`: those files, where this one reaches them. */
  readonly shares?: readonly string[];
  /** Of the kind `pipeline`: the stages that have other outputs, as DVC addresses them; undefined where that is not known. */
  readonly stages?: readonly string[] | undefined;
}

/** Workflows, and the composite actions of the repository that they use, wherever those lie. */
const WORKFLOW_PATTERN = /^\.github\/(?:workflows|actions)\/|(?:^|\/)action\.ya?ml$/;

/** Of a file or a folder that DVC tracks, git has this one. */
const DVC_POINTER = /\.dvc$/;

export interface ProtectedFilesRequest {
  /** The configuration of the base and of the head: a file counts when one of them uses it. */
  readonly configs: readonly ModelConfig[];
  /** The input `labels` of the step, which overrides `predictions.labels`. */
  readonly labels: string | undefined;
  /** Where links on the way to the named files lead; a path out of the repository begins with "/". */
  readonly linked: readonly FileChange[];
}

export function findProtectedFiles(
  changed: readonly string[],
  { configs, labels, linked }: ProtectedFilesRequest,
): readonly FileChange[] {
  const commands = configs.map(({ score }) => score?.command);
  const scripts = filesNamedBy(commands, changed);
  const named = [...namedTables(configs, labels), ...linked];
  const ofCommands = commands.flatMap((command) => (command === undefined ? [] : candidatesOf(command)));
  const kindOf = (path: string): FileChange['kind'] | undefined => {
    if (WORKFLOW_PATTERN.test(path)) return 'workflow';
    const found = named.find((file) => isOnTheWay(path, file.path))?.kind;
    const isScript = scripts.includes(path) || ofCommands.some((file) => isInTheWay(path, file));
    return found ?? (isScript ? 'score-command' : undefined);
  };
  return [...new Set(changed)].sort().flatMap((path) => {
    const kind = kindOf(path);
    return kind === undefined ? [] : [{ kind, path }];
  });
}

/** The files that the configurations name, there or not: those whose links have to be followed. */
export function namedFiles(
  configs: readonly ModelConfig[],
  labels: string | undefined,
): readonly FileChange[] {
  const commands = configs.flatMap(({ score }) => score?.command ?? []).flatMap(candidatesOf);
  return [
    ...namedTables(configs, labels),
    ...commands.map((path) => ({ kind: 'score-command', path }) as const),
  ];
}

function namedTables(configs: readonly ModelConfig[], labels: string | undefined): readonly FileChange[] {
  const ofLabels = [labels, ...configs.map(({ predictions }) => predictions?.labels)];
  return [
    ...ofLabels.flatMap((path) => (path === undefined ? [] : [{ kind: 'labels', path } as const])),
    ...configs.flatMap(({ score }) =>
      score?.data === undefined ? [] : [{ kind: 'score-data', path: score.data } as const],
    ),
  ];
}

/**
 * Whether a changed file decides what is found at a path: the file itself, one in the folder that the path names, or one
 * that stands where the path has a folder, which is a submodule, a link, or the pointer of a folder that DVC tracks.
 */
function isOnTheWay(changed: string, path: string): boolean {
  const [own, wanted] = [foldName(changed.replace(DVC_POINTER, '')), foldName(path)];
  if (wanted.startsWith('/')) return wanted.endsWith(`/${own}`);
  return own === wanted || wanted.startsWith(`${own}/`) || own.startsWith(`${wanted}/`);
}

/** A file that stands where the path of a script has a folder: a submodule, a link, or the pointer of a folder. */
function isInTheWay(changed: string, path: string): boolean {
  return foldName(path).startsWith(`${foldName(changed.replace(DVC_POINTER, ''))}/`);
}

/** File systems of other runners take these names for one. A path out of the repository begins with "/". */
export function foldName(path: string): string {
  const plain = resolvePath(path) ?? `/${endOfPath(path)}`;
  return plain.normalize('NFC').toLowerCase();
}
