/** Workflow, configuration, permissions and paths of a repository before a run, and what each rule will mean. */
import { parseConfig } from '../config/parse-config.ts';
import type { Config, ModelConfig } from '../config/config.ts';
import { selectModel } from '../config/select-model.ts';
import { StewardError } from '../kernel/errors.ts';
import { CONFIG_PATH, isWorkflowPath } from '../kernel/names.ts';
import { absentDataOfSetup, stepsOfTrainings } from './absent-of-setup.ts';
import { findAbsentMetrics } from './absent-metrics.ts';
import { checkConfig } from './check-config.ts';
import { checkWorkflow, type ActionContracts } from './check-workflow.ts';
import { explainGate, type Holdout } from './explain-gate.ts';
import type { SetupFinding } from './setup-finding.ts';
import { usesOwnAction } from '../supply-chain/own-action.ts';
import type { Survey } from './survey.ts';
import { uncountedData } from './uncounted-data.ts';
import { findUnwrittenMetrics } from './unwritten-metrics.ts';
import { parseWorkflow } from './workflow.ts';

export interface SetupCheck {
  readonly survey: Survey;
  readonly contracts: ActionContracts;
  /** By the name of the model; without an entry where its rows are not there before a run. */
  readonly holdouts: ReadonlyMap<string, NonNullable<Holdout>>;
  /** Undefined where it is not known. */
  readonly defaultBranch?: string | undefined;
}

export function checkSetup({
  survey,
  contracts,
  holdouts,
  defaultBranch,
}: SetupCheck): readonly SetupFinding[] {
  const read = readConfig(survey);
  const config = 'models' in read ? read : undefined;
  const workflows = workflowsOf(survey);
  return [
    ...('models' in read ? [] : read),
    ...(workflows.length === 0 ? [NO_WORKFLOW] : []),
    ...workflows.flatMap((path) => checkFile(path, { survey, config, contracts, defaultBranch })),
    ...(config === undefined ? [] : checkConfig(config, survey)),
    ...(config === undefined ? [] : uncountedData(config, survey, stepsOfTrainings(survey, workflows))),
    ...absentDataOfSetup(survey, workflows),
    ...(workflows.length === 0 ? [] : findAbsentMetrics(config, survey)),
    ...(config === undefined ? [] : findUnwrittenMetrics(config, survey)),
    ...(config === undefined
      ? []
      : Object.entries(config.models).flatMap(([name, model]) =>
          explainModel(name, model, { config, holdouts }),
        )),
  ];
}

function explainModel(
  name: string,
  model: ModelConfig,
  { config, holdouts }: Pick<SetupCheck, 'holdouts'> & { readonly config: Config },
): readonly SetupFinding[] {
  try {
    selectModel(config, name, name);
  } catch (error) {
    return asFindings(CONFIG_PATH, error);
  }
  return explainGate(name, model, holdouts.get(name));
}

const NO_WORKFLOW: SetupFinding = {
  severity: 'error',
  where: '.github/workflows',
  message: 'expected a workflow with a step of Model Steward, got none',
  hint: 'write one with `npm run init -- <folder>`',
};

const NO_CONFIG: SetupFinding = {
  severity: 'note',
  where: CONFIG_PATH,
  message:
    'there is none: the comment shows the metrics of metrics.json, and nothing is decided or registered',
};

function readConfig({ paths, read }: Survey): Config | readonly SetupFinding[] {
  const text = read(CONFIG_PATH);
  if (text === undefined && !paths.includes(CONFIG_PATH)) return [NO_CONFIG];
  try {
    return parseConfig(text ?? '');
  } catch (error) {
    return asFindings(CONFIG_PATH, error);
  }
}

function workflowsOf({ paths, read }: Survey): readonly string[] {
  return paths.filter((path) => isWorkflowPath(path) && usesOwnAction(read(path) ?? ''));
}

function checkFile(
  path: string,
  {
    survey,
    config,
    contracts,
    defaultBranch,
  }: Pick<SetupCheck, 'survey' | 'contracts' | 'defaultBranch'> & { readonly config: Config | undefined },
): readonly SetupFinding[] {
  try {
    const workflow = parseWorkflow(survey.read(path) ?? '', path);
    return checkWorkflow({ path, workflow, config, contracts, defaultBranch });
  } catch (error) {
    return asFindings(path, error);
  }
}

/** A line for each problem, which begins with its place. @throws what is no problem of the file. */
function asFindings(path: string, error: unknown): readonly SetupFinding[] {
  if (!(error instanceof Error)) throw error;
  const hint = error instanceof StewardError ? error.hint : undefined;
  return error.message.split('\n').map((line): SetupFinding => {
    const [, where = path, message = line] = PLACED.exec(line) ?? [];
    return { severity: 'error', where, message, ...(hint !== undefined && { hint }) };
  });
}

/** `file:`, or `file:line:column:`. */
const PLACED = /^(\S+?(?::\d+:\d+)?): (.*)$/;
