/**
 * A script of the repository that makes predictions, and the rows that are held out for it: what is there already is
 * used before anything is proposed. How it takes its model, its rows and its output, its options say.
 */
import { depthOf } from '../kernel/repository-path.ts';
import { targetOf } from './decide-task.ts';
import { headerOf, isDelimitedFile } from './header-columns.ts';
import { namedPathsOf } from './named-paths.ts';
import { isOfSamePart, readCode, type Survey } from './survey.ts';

export interface PredictionColumns {
  readonly id: string;
  readonly label: string;
  readonly score: string;
  /** Of the row, where the script writes one: rows of one day are not independent. */
  readonly time?: string;
}

export interface ScoreScript {
  readonly path: string;
  readonly command: string;
  /** Whether it takes what Model Steward gives, and its columns are known: then nothing is left to adapt. */
  readonly isComplete: boolean;
  readonly columns: PredictionColumns;
}

/** The likelier first: `evaluate.py` often prints metrics, and no predictions. */
const NAMES = [
  /(^|\/)score[\w-]*\./i,
  /(^|\/)predict\w*[\w-]*\./i,
  /(^|\/)infer\w*[\w-]*\./i,
  /(^|\/)eval\w*[\w-]*\./i,
];
const STARTS = [
  { ending: /\.py$/i, start: 'python' },
  { ending: /\.r$/i, start: 'Rscript' },
  { ending: /\.m?js$/i, start: 'node' },
] as const;
const NOT_USED = /(^|\/)(tests?|docs?|examples?|node_modules)\/|(^|\/)test_|\.test\./i;

export interface ScriptRequest {
  /** What the training command is started with, such as `uv run `. */
  readonly prefix: string;
  /** Below the folder of the model; empty for the folder itself. */
  readonly modelFile: string;
  /** The column that the training predicts, where its code says so. */
  readonly target: string | undefined;
  /** Files with the code of the training. */
  readonly code: readonly string[];
}

export function findScoreScript(
  survey: Survey,
  { prefix, modelFile, target, code: ofTraining }: ScriptRequest,
): ScoreScript | undefined {
  const path = NAMES.flatMap((name) =>
    survey.paths
      .filter((one) => name.test(one) && !NOT_USED.test(one) && startOf(one) !== undefined)
      .filter((one) => isOfSamePart(one, ofTraining))
      .toSorted((left, right) => depthOf(left) - depthOf(right)),
  )[0];
  if (path === undefined) return undefined;
  const code = readCode(survey, path);
  const takesVariables = ['MODEL', 'DATA', 'OUT'].every((name) => code.includes(`MODEL_STEWARD_${name}`));
  const given = takesVariables ? '' : argumentsOf(code, modelFile);
  const columns = columnsOf(code, target ?? targetOf(code));
  return {
    path,
    command: `${prefix}${startOf(path) ?? ''} ${path}${given ?? ''}`,
    isComplete: given !== undefined && columns !== undefined,
    columns: columns ?? { id: 'id', label: target ?? targetOf(code) ?? 'label', score: 'score' },
  };
}

function startOf(path: string): string | undefined {
  return STARTS.find(({ ending }) => ending.test(path))?.start;
}

const ROLES = [
  { role: 'out', name: /out|dest|save|pred(iction)?s?(_?(path|file))?$|result/i },
  { role: 'model', name: /model|weights|checkpoint|ckpt|artifact/i },
  { role: 'data', name: /data|input|rows|csv|file|holdout|test|source/i },
] as const;
type Role = (typeof ROLES)[number]['role'];

/** ` --model "$MODEL_STEWARD_MODEL/m.pkl" …`; undefined where the script does not take all three. */
function argumentsOf(code: string, modelFile: string): string | undefined {
  const model = modelFile === '' ? '"$MODEL_STEWARD_MODEL"' : `"$MODEL_STEWARD_MODEL/${modelFile}"`;
  const values: Readonly<Record<Role, string>> = {
    model,
    data: '"$MODEL_STEWARD_DATA"',
    out: '"$MODEL_STEWARD_OUT"',
  };
  const options = [
    ...code.matchAll(/add_argument\(\s*["'](-{0,2}[\w-]+)["'](?:\s*,\s*["'](--[\w-]+)["'])?/g),
  ].map(([, short = '', long]) => long ?? short);
  const words = options.length > 0 ? options : positionsOf(code);
  const given = words.flatMap((word) => {
    const role = ROLES.find(({ name }) => name.test(word))?.role;
    return role === undefined
      ? []
      : [{ role, text: `${word.startsWith('-') ? `${word} ` : ''}${values[role]}` }];
  });
  const roles = new Set(given.map(({ role }) => role));
  return roles.size === ROLES.length && given.length === ROLES.length
    ? given.map(({ text }) => ` ${text}`).join('')
    : undefined;
}

/** The lines that read `sys.argv[1]`, `sys.argv[2]` …, in the order of their numbers: their words say what each is. */
function positionsOf(code: string): readonly string[] {
  return code
    .split('\n')
    .flatMap((line) =>
      [...line.matchAll(/argv\[(\d)\]/g)].map(([use, number]) => ({ use, number: Number(number), line })),
    )
    .toSorted((left, right) => left.number - right.number)
    .map(({ use, line }) => describePosition(line, use));
}

/** The variable that it is given to, else the call around it. */
function describePosition(line: string, use: string): string {
  const variable = /^\s*(\w+)\s*=\s*\w+\.argv\[/.exec(line)?.[1];
  const call = /([\w.]+)\([^(]*$/.exec(line.slice(0, line.indexOf(use)))?.[1] ?? '';
  if (variable !== undefined) return variable;
  if (/to_|write|save|dump/.test(call)) return 'out';
  return /load_model|joblib|pickle|load$/.test(call) ? 'model' : /read|open|scan/.test(call) ? 'data' : '';
}

/** From the list of columns that it writes: `rows[["id", "label", "score"]].to_csv`, or a header as text. */
function columnsOf(code: string, target: string | undefined): PredictionColumns | undefined {
  const list = /\[\[([^\]]+)\]\]\s*\.(?:to_|write_)/.exec(code) ?? /columns\s*=\s*\[([^\]]+)\]/.exec(code);
  const header = /["'`]([\p{L}\w]+(?:[,;\t|][\p{L}\w]+){2,})(?:\\r)?(?:\\n)?["'`]/u.exec(code);
  const names = ((list ?? header)?.[1] ?? '')
    .split(/[,;\t|]/)
    .map((name) => name.trim().replaceAll(/["']/g, ''))
    .filter((name) => name !== '');
  const id = names.find((name) => /(^|_)id$|^id_|^(key|index|row|uuid)$/i.test(name));
  const score = names.find((name) => /score|prob|pred|prognose|^p_|_hat$/i.test(name));
  const time = names.find((name) => /^(date|day|time|timestamp|week)$|_(date|day|time|at)$/i.test(name));
  const others = names.filter((name) => ![id, score, time].includes(name));
  const label =
    others.find((name) => name === target || /label|target|truth|actual|^y(_true)?$/i.test(name)) ??
    (others.length === 1 ? others[0] : undefined);
  if (id === undefined || score === undefined || label === undefined) return undefined;
  return { id, label, score, ...(time !== undefined && { time }) };
}

const TABLE = /\.(csv|tsv|parquet|jsonl|ndjson)(\.gz)?$/i;
/** In this order: what is called a holdout is one, and what is called a test may be one of the code. */
const HELD_OUT = [/hold_?-?out/i, /(?<![a-z])(?:test)/i, /(?<![a-z])(?:valid|val(?![a-z])|eval)/i] as const;
const NOT_ROWS = /(^|\/)(tests|fixtures|docs|node_modules)\/|train_test|pred(iction)?s?\./i;

export interface HeldOutRows {
  /** Undefined where no rows lie there that have a label too. */
  readonly path: string | undefined;
  /** Rows that would be it, if they had the label: those of a competition have none. */
  readonly unlabeled: string | undefined;
  /** The columns of the rows, or of those that have the label; empty where they are not known. */
  readonly header: readonly string[];
}

/**
 * @param code of the training and of the score script: a file that it names counts before one that only lies there.
 * @param target the column of the label, where the code names it.
 */
export function findHoldout(
  survey: Survey,
  code: readonly string[],
  target: string | undefined,
): HeldOutRows {
  const tables = [...survey.paths, ...survey.ignored].filter(isDelimitedFile);
  const headers = new Map(tables.map((path) => [path, headerOf(survey, path)]));
  const labeled =
    target === undefined ? undefined : [...headers.values()].find((names) => names.includes(target));
  // A name that no table has is none of a column.
  const isUnlabeled = (path: string): boolean => {
    const names = headers.get(path) ?? [];
    return labeled !== undefined && target !== undefined && names.length > 0 && !names.includes(target);
  };
  const found = findHeldOut(survey, code);
  const path = found.find((one) => !isUnlabeled(one));
  const header = path === undefined ? (labeled ?? []) : headerOf(survey, path);
  return { path, unlabeled: found.find(isUnlabeled), header };
}

/** The most likely ones first. */
function findHeldOut(survey: Survey, code: readonly string[]): readonly string[] {
  const named = namedPathsOf(survey, code)
    .filter(({ isWritten }) => !isWritten)
    .map(({ path }) => path);
  const lying = [...survey.paths, ...survey.ignored].filter(
    (path) => TABLE.test(path) && !NOT_ROWS.test(path),
  );
  const isNamed = (path: string): boolean =>
    named.some((one) => one !== '' && (path === one || path.endsWith(`/${one}`)));
  return HELD_OUT.flatMap((kind) => {
    const found = lying.filter((path) => kind.test(path));
    return [...found.filter(isNamed), ...found.filter((path) => !isNamed(path))];
  });
}
