/**
 * A pipeline of DVC: `dvc.yaml` with its stages, and `dvc.lock` with the content that each of them read and made
 * (https://doc.dvc.org/user-guide/project-structure/dvcyaml-files). Variables of `dvc.yaml` are not replaced: what has one is
 * known from the lock file, in which DVC has replaced them.
 */
import { parseDocument, type Document } from 'yaml';
import { DataError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { inFolder, resolvePath, withSlashes } from '../kernel/repository-path.ts';
import { folderOfStage } from '../supply-chain/dvc-outputs.ts';
import { isRecord } from '../kernel/unknown-value.ts';

export const DVC_STAGES = 'dvc.yaml';
export const DVC_LOCK = 'dvc.lock';
const PARAMETERS = 'params.yaml';

/** A file or a folder, as the lock file names it. */
export interface DvcEntry {
  /** Relative to the root of the checkout; else as it is written. */
  readonly path: string;
  /** Undefined where the content has another name, as in a bucket. */
  readonly md5: string | undefined;
  /** Whether the bytes alone make the digest: up to DVC 2 the ends of lines of a text were changed before. */
  readonly isOfBytes: boolean;
  readonly sizeBytes: number | undefined;
  readonly fileCount: number | undefined;
}

/** A stage that has run once. */
export interface DvcStage {
  readonly name: string;
  readonly command: string;
  /** By their dotted names; those of other files than `params.yaml` beside `dvc.yaml` begin with the path and a colon. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: readonly DvcEntry[];
  readonly outputs: readonly DvcEntry[];
  /** Equal where the entries of the lock file are. */
  readonly identity: string;
}

type ParameterValue = string | number | boolean | null;

export interface DvcPipeline {
  readonly folder: string;
  readonly stages: readonly DvcStage[];
  /** Files that `dvc.yaml` names in plain words as read by its stages, with those that have parameters. */
  readonly read: readonly string[];
  readonly metrics: readonly string[];
  readonly plots: readonly string[];
  /** Paths of the artifacts of type `model`. */
  readonly models: readonly string[];
}

export interface DvcTexts {
  /** Of `dvc.yaml`, and of `dvc.lock` where there is one. */
  readonly stages: string;
  readonly lock: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** @param folder of both files. @throws DataError for what DVC would not read either. */
export function parseDvcPipeline(folder: string, { stages: text, lock }: DvcTexts): DvcPipeline {
  const stagesPath = inFolder(folder, DVC_STAGES);
  const file = parseYaml(text, stagesPath);
  const defined = isRecord(file.stages) ? file.stages : {};
  const stages = Object.entries(defined).map(([name, stage]) => {
    const fields = isRecord(stage) && isRecord(stage.do) ? stage.do : stage;
    return { fields: isRecord(fields) ? fields : {}, folder: folderOfStage(name, text).wdir };
  });
  const ofStages = (key: string): readonly string[] =>
    stages.flatMap(({ fields, folder: wdir }) =>
      wdir === undefined ? [] : namesIn(fields[key]).map((path) => placeIn(folder, wdir, path)),
    );
  const ofFile = (key: string): readonly string[] =>
    namesIn(file[key]).map((path) => placeIn(folder, '', path));
  const parameterFiles = stages.flatMap(({ fields, folder: wdir = '' }) =>
    parameterFilesIn(fields.params).map((path) => placeIn(folder, wdir, path)),
  );
  return {
    folder,
    stages: lock === undefined ? [] : readLock(folder, { stages: text, lock }, new Set(Object.keys(defined))),
    read: [...new Set([...ofStages('deps'), ...parameterFiles, ...ofFile('params')])].filter(isPlain),
    metrics: [...new Set([...ofStages('metrics'), ...ofFile('metrics')])].filter(isPlain),
    plots: [...new Set([...ofStages('plots'), ...ofFile('plots')])].filter(isPlain),
    models: modelsOf(file.artifacts)
      .map((path) => placeIn(folder, '', path))
      .filter(isPlain),
  };
}

/** A stage that `dvc.yaml` has no more stays in the lock file. */
function readLock(
  folder: string,
  texts: { readonly stages: string; readonly lock: string },
  defined: ReadonlySet<string>,
): readonly DvcStage[] {
  const where = inFolder(folder, DVC_LOCK);
  const { stages } = parseYaml(texts.lock, where);
  if (!isRecord(stages)) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected \`stages\` as DVC 2 and newer write them, got none`,
      {
        hint: 'run `dvc repro` of a newer version, and commit dvc.lock',
      },
    );
  }
  return Object.entries(stages).flatMap(([name, stage]) => {
    if (!isRecord(stage) || !(defined.has(name) || defined.has(stageOfMatrix(name)))) return [];
    const wdir = folderOfStage(name, texts.stages).wdir ?? '';
    const entries = (key: string): readonly DvcEntry[] =>
      recordsIn(stage[key]).flatMap((entry) => readEntry(entry, (path) => placeIn(folder, wdir, path)));
    return [
      {
        name: folder === '' ? name : `${folder}/${DVC_STAGES}:${name}`,
        command: commandOf(stage.cmd),
        parameters: parametersOf(stage.params, {
          ofPipeline: inFolder(folder, PARAMETERS),
          placeOf: (path) => placeIn(folder, wdir, path),
        }),
        inputs: entries('deps'),
        outputs: entries('outs'),
        identity: canonicalJson(stage),
      },
    ];
  });
}

/** `each@a` is one of the stages that `foreach` or `matrix` makes of `each`. */
export function stageOfMatrix(stage: string): string {
  return stage.replace(/@.*$/s, '');
}

function readEntry(entry: Fields, placeOf: (path: string) => string): readonly DvcEntry[] {
  if (typeof entry.path !== 'string') return [];
  return [
    {
      path: placeOf(withSlashes(entry.path)),
      md5:
        typeof entry.md5 === 'string' && /^[0-9a-f]{32}(?:\.dir)?$/.test(entry.md5) ? entry.md5 : undefined,
      isOfBytes: entry.hash === 'md5',
      sizeBytes: countOrNone(entry.size),
      fileCount: countOrNone(entry.nfiles),
    },
  ];
}

function countOrNone(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
}

function commandOf(command: unknown): string {
  return [command]
    .flat()
    .filter((line) => typeof line === 'string')
    .join('\n');
}

/** A group of parameters is there as a whole, a single one by its dotted name. */
function parametersOf(
  params: unknown,
  { ofPipeline, placeOf }: { readonly ofPipeline: string; readonly placeOf: (path: string) => string },
): DvcStage['parameters'] {
  if (!isRecord(params)) return {};
  const found = Object.entries(params).flatMap(([file, values]) => {
    const prefix = placeOf(file) === ofPipeline ? '' : `${placeOf(file)}:`;
    return isRecord(values) ? flattenValues(values, prefix) : [];
  });
  return Object.fromEntries(found);
}

function flattenValues(values: Fields, prefix: string): readonly (readonly [string, ParameterValue])[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (isRecord(value)) return flattenValues(value, `${prefix}${name}.`);
    return [[`${prefix}${name}`, isParameter(value) ? value : canonicalJson(value)] as const];
  });
}

function isParameter(value: unknown): value is ParameterValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** `- a.csv` and `- a.csv: {cache: false}` alike; a plot may be a name with the files below it. */
function namesIn(list: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  return items.flatMap((item) => {
    if (typeof item === 'string') return [item];
    return isRecord(item) ? Object.keys(item) : [];
  });
}

/** `- lr` is one of `params.yaml`, and `- other.json: [lr]` one of another file. */
function parameterFilesIn(params: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(params) ? params : [];
  return items.flatMap((item) => (isRecord(item) ? Object.keys(item) : [PARAMETERS]));
}

function modelsOf(artifacts: unknown): readonly string[] {
  const all = isRecord(artifacts) ? Object.values(artifacts) : [];
  return all.flatMap((artifact) =>
    isRecord(artifact) && artifact.type === 'model' && typeof artifact.path === 'string'
      ? [artifact.path]
      : [],
  );
}

function recordsIn(list: unknown): readonly Fields[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** An address, and what lies outside of the checkout, stays as it is written. */
function placeIn(folder: string, wdir: string, path: string): string {
  return resolvePath(folder, wdir, path) ?? path;
}

function isPlain(path: string): boolean {
  return !path.includes('${') && path !== '';
}

function parseYaml(text: string, where: string): Fields {
  const document = parseDocument(text, { merge: true, logLevel: 'silent' });
  const [error] = document.errors;
  const value = error === undefined ? valueOf(document) : undefined;
  if (isRecord(value)) return value;
  const got = error === undefined ? 'another text' : (error.message.split('\n')[0] ?? '').replace(/:$/, '');
  throw new DataError('DATA_INVALID', `${where}: expected a file of DVC, got: ${got}`, {
    hint: 'correct it, such as where a merge left both sides in it; `dvc stage list` reads it without running anything',
  });
}

/** Aliases of aliases may repeat each other without end. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}
