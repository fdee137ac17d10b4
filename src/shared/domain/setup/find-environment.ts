/** What has to be installed before a training can run, by the lock files and lists of packages that lie there. */
import { parse } from 'yaml';
import { depthOf } from '../kernel/repository-path.ts';
import { quoteForShell } from '../kernel/shell-text.ts';
import { yamlScalar } from './yaml-scalar.ts';
import { asRecord, type Survey } from './survey.ts';

export interface PackageSetup {
  /** Steps of the workflow that install it, as YAML lines. */
  readonly steps: readonly string[];
  /** What a command is started with, so that it finds the packages; mostly nothing. */
  readonly prefix: string;
}

const PYTHON = "- { uses: actions/setup-python@v6, with: { python-version: '3.12' } }";
const NODE = '- { uses: actions/setup-node@v6, with: { node-version: 24 } }';

/** @param command the training command, without a prefix. @param recipes what it runs in turn, as text. */
export function findEnvironment(
  survey: Survey,
  command: string,
  recipes: readonly string[] = [],
): PackageSetup {
  const all = [command, ...recipes].join('\n');
  const python = usesPython(survey, all) ? findPython(survey, toolsOf(command)) : { steps: [], prefix: '' };
  const others = [
    findNode(survey, command),
    findR(survey, command),
    findJulia(survey, all),
    findGo(survey, all),
  ];
  return { ...python, steps: [...python.steps, ...others.flat()] };
}

function usesPython({ paths }: Survey, command: string): boolean {
  return (
    /\b(python3?|jupyter|dvc|kedro|snakemake|inspect|lm_eval)\b/.test(command) ||
    paths.some((path) => PYTHON_FILE.test(path))
  );
}

const PYTHON_FILE = /^(requirements[\w.-]*\.txt|pyproject\.toml|uv\.lock|poetry\.lock|Pipfile|setup\.py)$/;

/** Packages that the command itself is one of, and that a list of packages may lack. */
function toolsOf(command: string): readonly string[] {
  if (command.startsWith('jupyter ')) return ['nbclient', 'ipykernel'];
  const [program = ''] = command.split(' ');
  return [TOOLS.get(program) ?? []].flat();
}

const TOOLS: ReadonlyMap<string, string> = new Map([
  ['dvc', 'dvc'],
  ['kedro', 'kedro'],
  ['snakemake', 'snakemake'],
  ['inspect', 'inspect-ai'],
  ['lm_eval', 'lm-eval'],
]);

/** The first that is found counts: a lock file says more than a list. */
function findPython(survey: Survey, tools: readonly string[]): PackageSetup {
  const { paths, read } = survey;
  const has = (path: string): boolean => paths.includes(path);
  const install = tools.length === 0 ? [] : [`- run: pip install ${tools.join(' ')}`];
  if (has('uv.lock')) {
    const added = tools.map((tool) => ` --with ${tool}`).join('');
    return {
      steps: ['- uses: astral-sh/setup-uv@v7', '- run: uv sync --locked'],
      prefix: `uv run${added} `,
    };
  }
  if (has('poetry.lock'))
    return {
      steps: [PYTHON, '- run: pip install poetry', '- run: poetry install --no-interaction'],
      prefix: 'poetry run ',
    };
  if (has('Pipfile.lock'))
    return {
      steps: [PYTHON, '- run: pip install pipenv', '- run: pipenv install --system --deploy', ...install],
      prefix: '',
    };
  const requirements = findRequirements(paths);
  if (requirements !== undefined)
    return {
      steps: [PYTHON, `- run: ${yamlScalar(`pip install -r ${quoteForShell(requirements)}`)}`, ...install],
      prefix: '',
    };
  const isPackage = /^\[(project|tool\.poetry)\]/m.test(read('pyproject.toml') ?? '') || has('setup.py');
  if (isPackage) return { steps: [PYTHON, '- run: pip install .', ...install], prefix: '' };
  return findConda(survey) ?? { steps: [PYTHON, ...install], prefix: '' };
}

/** The list for training before the others, and the nearest to the root before those below it. */
function findRequirements(paths: readonly string[]): string | undefined {
  const isList =
    /(^|\/)requirements([-_.]?(train(ing)?|base|main|prod|ml))?\.txt$|(^|\/)requirements\/[\w-]+\.txt$/;
  const rank = (path: string): number => (path.includes('train') ? 0 : 1) + depthOf(path);
  return paths
    .filter((path) => isList.test(path) && !/dev|test|doc|lint/.test(path))
    .toSorted((one, other) => rank(one) - rank(other))[0];
}

const CONDA_FILES = ['environment.yml', 'environment.yaml', 'conda.yaml', 'conda.yml'] as const;

function findConda({ paths, read }: Survey): PackageSetup | undefined {
  const path = CONDA_FILES.find((name) => paths.includes(name));
  if (path === undefined) return undefined;
  const { name } = asRecord(parse(read(path) ?? ''));
  return {
    steps: [`- { uses: mamba-org/setup-micromamba@v2, with: { environment-file: ${path} } }`],
    prefix: `micromamba run -n ${typeof name === 'string' ? name : 'base'} `,
  };
}

function findNode({ paths }: Survey, command: string): readonly string[] {
  const install = [
    { lock: 'package-lock.json', run: 'npm ci' },
    { lock: 'pnpm-lock.yaml', run: 'npx --yes pnpm install --frozen-lockfile' },
    { lock: 'yarn.lock', run: 'npx --yes yarn install --frozen-lockfile' },
  ].find(({ lock }) => paths.includes(lock));
  const isNode = /^(npm|node|npx)\b/.test(command) || install !== undefined;
  return [...(isNode ? [NODE] : []), ...(install === undefined ? [] : [`- run: ${install.run}`])];
}

function findR({ paths }: Survey, command: string): readonly string[] {
  const isLocked = paths.includes('renv.lock');
  return [
    ...(command.startsWith('Rscript ') || isLocked ? ['- uses: r-lib/actions/setup-r@v2'] : []),
    ...(isLocked ? ['- uses: r-lib/actions/setup-renv@v2'] : []),
  ];
}

function findJulia({ paths }: Survey, command: string): readonly string[] {
  if (!/\bjulia\s/.test(command)) return [];
  const packages = paths.includes('Project.toml')
    ? ["- run: julia --project=. -e 'using Pkg; Pkg.instantiate()'"]
    : [];
  return ['- uses: julia-actions/setup-julia@v2', ...packages];
}

function findGo({ paths }: Survey, command: string): readonly string[] {
  const version = paths.includes('go.mod') ? ', with: { go-version-file: go.mod }' : '';
  return /\bgo (run|build)\b/.test(command) ? [`- { uses: actions/setup-go@v6${version} }`] : [];
}
