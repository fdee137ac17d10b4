/**
 * How a repository trains, by what its tools leave: a DVC pipeline, an MLflow project, a Makefile, a script of npm or
 * R, a Python script, a notebook. The first that is found counts; a person reads the proposal before it is used.
 */
import { parse } from 'yaml';
import type { Survey } from './survey.ts';

export interface Training {
  /** The training command; undefined where nothing looks like one. */
  readonly command: string | undefined;
  /** What was found, in words. */
  readonly found: string;
  /** Files with code whose texts name the outputs. */
  readonly code: readonly string[];
  /** Steps of the workflow that install what the command needs, as YAML lines. */
  readonly setup: readonly string[];
  readonly metrics: string | undefined;
  readonly parameters: string | undefined;
  readonly model: readonly string[];
}

export function findTraining(survey: Survey): Training {
  const found = findDvc(survey) ??
    findMlflow(survey) ??
    findMake(survey) ??
    findScript(survey) ?? { command: undefined, found: 'no training command was found', code: [] };
  const code = found.code.length > 0 ? found.code : survey.paths.filter((path) => /\.(py|r|jl)$/i.test(path));
  const texts = code.map((path) => survey.read(path) ?? '');
  return {
    setup: findSetup(survey, found.command ?? ''),
    metrics: findMetrics(survey, texts),
    parameters: PARAMETER_FILES.find((path) => survey.paths.includes(path)),
    model: findModel(survey, texts),
    ...found,
    code,
  };
}

type Found = Pick<Training, 'command' | 'found' | 'code'> & Partial<Pick<Training, 'metrics' | 'model'>>;

const PARAMETER_FILES = ['params.yaml', 'params.json', 'params.toml', 'config.yaml', 'config.json'];
const MODEL_FILE = /\.(pkl|pickle|joblib|pt|pth|ckpt|onnx|h5|keras|safetensors|ubj|cbm|rds|gguf)$/i;

function findDvc({ read, paths }: Survey): Found | undefined {
  const text = read('dvc.yaml');
  if (text === undefined) return undefined;
  const pipeline = asRecord(parse(text));
  const stages = Object.values(asRecord(pipeline.stages)).map(asRecord);
  const outputs = stages.flatMap(({ outs }) => namesOf(outs));
  const metrics = [...stages.flatMap((stage) => namesOf(stage.metrics)), ...namesOf(pipeline.metrics)];
  const commands = stages.map(({ cmd }) => JSON.stringify(cmd ?? ''));
  return {
    command: 'dvc repro',
    found: `dvc.yaml: a pipeline of ${stages.length} stages`,
    code: paths.filter((path) => commands.some((command) => command.includes(path))),
    ...(metrics[0] !== undefined && { metrics: metrics[0] }),
    ...(outputs.some((path) => MODEL_FILE.test(path)) && {
      model: outputs.filter((path) => MODEL_FILE.test(path)),
    }),
  };
}

function findMlflow({ read }: Survey): Found | undefined {
  const text = read('MLproject');
  if (text === undefined) return undefined;
  const entries = asRecord(asRecord(parse(text)).entry_points);
  const [name, entry] =
    Object.entries(entries).find(([key]) => key === 'main') ?? Object.entries(entries)[0] ?? [];
  const { command, parameters } = asRecord(entry);
  if (name === undefined || typeof command !== 'string') return undefined;
  const defaults = asRecord(parameters);
  const filled = command.trim().replaceAll(/\{(\w+)\}/g, (all, parameter: string) => {
    const value = defaults[parameter];
    const given = asRecord(value).default ?? value;
    return typeof given === 'string' || typeof given === 'number' ? String(given) : all;
  });
  return { command: filled, found: `MLproject: the entry point ${name}`, code: [] };
}

function findMake({ read }: Survey): Found | undefined {
  const target = /^(train[\w-]*)\s*:(?!=)/m.exec(read('Makefile') ?? '')?.[1];
  return target === undefined
    ? undefined
    : { command: `make ${target}`, found: `Makefile: ${target}`, code: [] };
}

const SCRIPTS = [
  { name: /(^|\/)train[\w-]*\.py$/i, command: (path: string) => `python ${path}` },
  { name: /(^|\/)train[\w-]*\.R$/i, command: (path: string) => `Rscript ${path}` },
  { name: /(^|\/)train[\w-]*\.(mjs|js)$/i, command: (path: string) => `node ${path}` },
  { name: /(^|\/)(fit|model|main|run|pipeline)[\w-]*\.py$/i, command: (path: string) => `python ${path}` },
  { name: /train[\w -]*\.ipynb$/i, command: (path: string) => `jupyter execute ${quote(path)}` },
  { name: /\.ipynb$/i, command: (path: string) => `jupyter execute ${quote(path)}` },
  { name: /^[\w-]+\.py$/i, command: (path: string) => `python ${path}` },
] as const;
const NOT_TRAINING =
  /(^|\/)(tests?|docs?|examples?|deploy|serving|notebooks?\/archive)\/|(^|\/)test_|setup\.py$|conftest\.py$/i;

function findScript({ read, paths }: Survey): Found | undefined {
  const scripts = asRecord(asRecord(parseJson(read('package.json'))).scripts);
  if (typeof scripts.train === 'string')
    return { command: 'npm run train', found: 'package.json: the script train', code: [] };
  for (const { name, command } of SCRIPTS) {
    const candidates = paths.filter((path) => name.test(path) && !NOT_TRAINING.test(path));
    // The nearest to the root is the one that people start.
    const [path] = candidates.toSorted((one, other) => one.split('/').length - other.split('/').length);
    if (path !== undefined)
      return { command: command(path), found: `${path}: a training script`, code: [path] };
  }
  return undefined;
}

function findSetup({ paths, read }: Survey, command: string): readonly string[] {
  const has = (path: string): boolean => paths.includes(path);
  const requirements = paths.filter((path) => /(^|\/)requirements\.txt$/.test(path)).slice(0, 1);
  const isPython =
    /\b(python|jupyter|dvc)\b/.test(command) || requirements.length > 0 || has('pyproject.toml');
  const extra = [
    command.startsWith('jupyter ') ? 'nbclient ipykernel' : '',
    command.startsWith('dvc ') ? 'dvc' : '',
  ]
    .join(' ')
    .trim();
  return [
    ...(isPython ? ["- { uses: actions/setup-python@v6, with: { python-version: '3.12' } }"] : []),
    ...requirements.map((path) => `- run: pip install -r ${path}`),
    ...(requirements.length === 0 && /^\[project\]/m.test(read('pyproject.toml') ?? '')
      ? ['- run: pip install .']
      : []),
    ...(extra === '' ? [] : [`- run: pip install ${extra}`]),
    ...(has('package-lock.json') ? ['- run: npm ci'] : []),
    ...(has('renv.lock') ? ['- uses: r-lib/actions/setup-r@v2', '- uses: r-lib/actions/setup-renv@v2'] : []),
  ];
}

const METRICS_FILE =
  /(^|\/)[\w.-]*(metrics?|results?|scores?|eval(uation)?)[\w.-]*\.(json|ya?ml|toml|csv|txt)$/i;

/** What the code names counts before what lies there: a file that lies there may be old. */
function findMetrics({ paths }: Survey, texts: readonly string[]): string | undefined {
  const named = texts.flatMap(literalsOf).filter((text) => METRICS_FILE.test(text));
  const there = paths.filter((path) => METRICS_FILE.test(path) && !path.includes('test'));
  return [...named, ...there].toSorted((one, other) => rankOf(one) - rankOf(other))[0];
}

function rankOf(path: string): number {
  if (path.endsWith('metrics.json')) return 0;
  return /metrics?/.test(path) ? 1 : 2;
}

function findModel({ paths }: Survey, texts: readonly string[]): readonly string[] {
  const named = [...new Set(texts.flatMap(literalsOf).filter((text) => MODEL_FILE.test(text)))];
  return named.length > 0 ? named : paths.filter((path) => MODEL_FILE.test(path)).slice(0, 1);
}

/** Quoted texts that could be relative paths. */
function literalsOf(text: string): readonly string[] {
  return [...text.matchAll(/["']([\w./-]{1,200})["']/g)]
    .map(([, literal = '']) => literal.replace(/^\.\//, ''))
    .filter((literal) => !literal.startsWith('/') && !literal.includes('..'));
}

/** Entries of DVC are paths, or maps of one path to its options. */
function namesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).flatMap((entry: unknown) =>
    typeof entry === 'string' ? [entry] : Object.keys(asRecord(entry)),
  );
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}') as unknown;
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
