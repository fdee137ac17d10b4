/**
 * A workflow with steps of this product, before it runs: permissions, inputs, and the order of things that GitHub
 * does not check. Expressions are not evaluated: a value with `${{` is taken as right.
 */
import type { Config } from '../config/config.ts';
import { actionNames, type ActionName } from '../kernel/names.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { checkNames } from './check-names.ts';
import type { SetupFinding } from './setup-finding.ts';
import { ownActionOf, unknownActionOf } from '../supply-chain/own-action.ts';
import {
  isTriggeredBy,
  permissionsOf,
  type Workflow,
  type WorkflowJob,
  type WorkflowStep,
} from './workflow.ts';

/** What an action asks of a workflow, from its `action.yml` and the table of permissions. */
export interface ActionContract {
  readonly inputs: readonly string[];
  readonly permissions: readonly {
    readonly name: string;
    readonly level: 'read' | 'write';
    /** "always", or the case that needs it. */
    readonly when: string;
    readonly why: string;
  }[];
}

export type ActionContracts = Readonly<Record<ActionName, ActionContract>>;

export interface WorkflowCheck {
  readonly path: string;
  readonly workflow: Workflow;
  /** Undefined without one that can be read. */
  readonly config: Config | undefined;
  readonly contracts: ActionContracts;
  /** Of the repository; undefined where it is not known. */
  readonly defaultBranch?: string | undefined;
}

interface OwnStep {
  readonly action: ActionName;
  readonly step: WorkflowStep;
}

interface JobCheck extends WorkflowCheck {
  readonly id: string;
  readonly job: WorkflowJob;
  /** Path and name of the job. */
  readonly where: string;
  readonly own: readonly OwnStep[];
}

export function checkWorkflow(check: WorkflowCheck): readonly SetupFinding[] {
  const jobs = Object.entries(check.workflow.jobs).map(([id, job]): JobCheck => ({
    ...check,
    id,
    job,
    where: `${check.path}: job \`${id}\``,
    own: job.steps.flatMap((step) => {
      const action = ownActionOf(step.uses ?? '');
      return action === undefined ? [] : [{ action, step }];
    }),
  }));
  const actions = new Set(jobs.flatMap(({ own }) => own.map(({ action }) => action)));
  const { path, workflow, defaultBranch } = check;
  return [
    ...checkNames({ path, workflow, actions, defaultBranch }),
    ...jobs.flatMap(checkActionNames),
    ...checkTriggers(check, actions),
    ...jobs.filter(({ own }) => own.length > 0).flatMap((job) => checkJob(job, jobs)),
  ];
}

function checkActionNames({ job, where }: JobCheck): readonly SetupFinding[] {
  return job.steps.flatMap(({ uses = '' }): SetupFinding[] => {
    const name = unknownActionOf(uses);
    if (name === undefined) return [];
    const suggestion = didYouMean(name, actionNames);
    return [
      {
        severity: 'error',
        where,
        message: `\`uses: ${uses}\`: there is no action "${name}"`,
        hint: suggestion ?? `use one of ${actionNames.join(', ')}`,
      },
    ];
  });
}

function checkTriggers(
  { path, workflow }: WorkflowCheck,
  actions: ReadonlySet<ActionName>,
): readonly SetupFinding[] {
  const { on } = workflow;
  const findings: SetupFinding[] = [];
  if (actions.has('train') && isTriggeredBy(on, 'pull_request_target'))
    findings.push({
      severity: 'error',
      where: path,
      message:
        '`train` refuses to run under `pull_request_target`: untrusted code would get the rights of this repository',
      hint: 'use `pull_request`, and workflows-examples/fork-safe-comment.yml for comments on forks',
    });
  if (
    actions.has('evaluate') &&
    !['pull_request', 'workflow_run', 'merge_group'].some((name) => isTriggeredBy(on, name))
  )
    findings.push({
      severity: 'warning',
      where: path,
      message: 'nothing is commented: `evaluate` does not run on pull requests',
      hint: 'add `pull_request:` under `on:`',
    });
  if (actions.has('register') && isTriggeredBy(on, 'push') && !hasInput(on, 'pull-request'))
    findings.push({
      severity: 'warning',
      where: path,
      message: 'a registration that was refused cannot be tried again by hand',
      hint: 'add `workflow_dispatch` with the input `pull-request` under `on:`, and give it to `register` as `pull-request: ${{ inputs.pull-request }}`',
    });
  if (actions.has('register') && hasInput(on, 'pull-request') && !hasInput(on, 'override'))
    findings.push({
      severity: 'note',
      where: path,
      message:
        'no one can register a version that the gate stops: `workflow_dispatch` has no inputs `override` and `override-reason`',
      hint: 'add them, and give them to `register`, where people should be able to do that',
    });
  return findings;
}

function hasInput(on: unknown, name: string): boolean {
  return isTriggeredBy(on, 'workflow_dispatch') && JSON.stringify(on).includes(`"${name}"`);
}

function checkJob(check: JobCheck, jobs: readonly JobCheck[]): readonly SetupFinding[] {
  return [
    ...check.own.flatMap((own) => [...checkInputs(check, own), ...checkModel(check, own)]),
    ...checkPermissions(check),
    ...checkCheckout(check),
    ...checkCommands(check),
    ...checkNeeds(check, jobs),
    ...checkRegisterEvent(check),
  ];
}

/** A step may have the condition as well as its job. */
function checkRegisterEvent({ where, workflow, job, own }: JobCheck): readonly SetupFinding[] {
  const isStarted = isTriggeredBy(workflow.on, 'pull_request');
  const register = own.find(({ action }) => action === 'register');
  if (!isStarted || register === undefined) return [];
  if (job.if !== undefined || register.step.if !== undefined) return [];
  return [
    {
      severity: 'error',
      where,
      message: '`register` fails on every pull request: what is registered is a merge',
      hint: "add `if: github.event_name != 'pull_request'` to the job",
    },
  ];
}

function checkInputs({ where, contracts }: JobCheck, { action, step }: OwnStep): readonly SetupFinding[] {
  const { inputs } = contracts[action];
  return Object.keys(step.with)
    .filter((name) => !inputs.includes(name))
    .map((name) => ({
      severity: 'error' as const,
      where: `${where}: \`${action}\``,
      message: `\`with\`: expected an input of ${action}, got ${JSON.stringify(name)}`,
      hint: didYouMean(name, inputs) ?? `take it out; actions/${action}/README.md lists the inputs`,
    }));
}

function checkModel({ where, config }: JobCheck, { action, step }: OwnStep): readonly SetupFinding[] {
  if (config === undefined) return [];
  const names = Object.keys(config.models);
  const { model } = step.with;
  const place = `${where}: \`${action}\``;
  if (model === undefined && names.length > 1)
    return [
      {
        severity: 'error',
        where: place,
        message: `the input \`model\`: expected one of ${names.join(', ')}, got nothing`,
        hint: `add \`with: { model: '\${{ matrix.model }}' }\`, and \`strategy: { matrix: { model: [${names.join(', ')}] } }\` to the job`,
      },
    ];
  if (model === undefined || model.includes('${{') || names.includes(model)) return [];
  return [
    {
      severity: 'error',
      where: place,
      message: `the input \`model\`: expected one of ${names.join(', ')}, got ${JSON.stringify(model)}`,
      hint: didYouMean(model, names) ?? 'name a model of the configuration',
    },
  ];
}

function checkPermissions(check: JobCheck): readonly SetupFinding[] {
  const { workflow, job, where, own, contracts } = check;
  const given = permissionsOf(workflow, job);
  const cases = casesOf(check);
  const needed = own.flatMap(({ action }) =>
    contracts[action].permissions
      .filter(({ when }) => cases.has(when))
      .map((permission) => ({ ...permission, action })),
  );
  return needed
    .filter(({ name, level }) => given[name] !== 'write' && given[name] !== level)
    .map(({ name, level, action, why }) => ({
      severity: 'error' as const,
      where,
      message: `expected \`${name}: ${level}\` under \`permissions\`, got ${given[name] ?? 'none'}: ${action} ${why}`,
      hint: `add \`${name}: ${level}\` to the permissions of the job`,
    }));
}

/** The cases of the table of permissions that this job is in. */
function casesOf({ workflow: { on }, own, config }: JobCheck): ReadonlySet<string> {
  const models = Object.values(config?.models ?? {});
  const steps = own.map(({ step }) => step.with);
  const cases: Readonly<Record<string, boolean>> = {
    always: true,
    'on pull requests': isTriggeredBy(on, 'pull_request'),
    'on a push': isTriggeredBy(on, 'push'),
    'with the input `issue`': steps.some(({ issue = '' }) => issue !== ''),
    'with `retrain.workflow` in the configuration': models.some(({ retrain }) => retrain !== undefined),
    'with an image on ghcr.io':
      steps.some(({ image }) => image?.startsWith('ghcr.io/') === true) ||
      models.some(({ serve }) => serve.image?.registry === 'ghcr.io'),
    'with `retrain: dispatch`': models.some(({ monitor }) => monitor.retrain === 'dispatch'),
    'with `retrain: pull-request`': models.some(({ monitor }) => monitor.retrain === 'pull-request'),
  };
  return new Set(Object.entries(cases).flatMap(([name, isSo]) => (isSo ? [name] : [])));
}

function checkCheckout({ where, job, own }: JobCheck): readonly SetupFinding[] {
  const checkout = job.steps.findIndex(({ uses = '' }) => uses.startsWith('actions/checkout@'));
  const first = job.steps.findIndex(({ uses = '' }) => ownActionOf(uses) !== undefined);
  if (checkout === -1 || checkout > first)
    return [
      {
        severity: 'error',
        where,
        message: `\`${own[0]?.action ?? ''}\` finds no files: expected \`actions/checkout\` before it, got none`,
        hint: 'begin the steps with `- { uses: actions/checkout@v6, with: { persist-credentials: false } }`',
      },
    ];
  const keeps = job.steps[checkout]?.with['persist-credentials'] !== 'false';
  return keeps && own.some(({ action }) => action === 'train')
    ? [
        {
          severity: 'warning',
          where,
          message: 'your commands can read the token that `actions/checkout` leaves behind',
          hint: 'add `with: { persist-credentials: false }` to it',
        },
      ]
    : [];
}

/** A command could change what an action with rights reads or writes. */
function checkCommands({ where, workflow, job, own }: JobCheck): readonly SetupFinding[] {
  const writes = Object.entries(permissionsOf(workflow, job)).filter(([, access]) => access === 'write');
  const first = job.steps.findIndex(({ uses = '' }) => ownActionOf(uses) !== undefined);
  const last = job.steps.findLastIndex(({ uses = '' }) => ownActionOf(uses) !== undefined);
  const runs = job.steps.some(({ run }, index) => run !== undefined && index < last);
  const trains = own.some(({ action }) => action === 'train');
  if (writes.length === 0 || first === -1 || !(runs || trains)) return [];
  const names = writes.map(([name]) => `\`${name}: write\``).join(', ');
  return [
    {
      severity: 'warning',
      where,
      message: `your own commands run with ${names}: expected a job that can only read`,
      hint: 'move them, or `train`, to a job with `permissions: { contents: read }`, and hand files on as artifacts',
    },
  ];
}

function checkNeeds({ where, job, own }: JobCheck, jobs: readonly JobCheck[]): readonly SetupFinding[] {
  if (!own.some(({ action }) => action === 'evaluate')) return [];
  const training = jobs.filter((other) => other.own.some(({ action }) => action === 'train'));
  if (training.length === 0 || training.some((other) => other.job === job)) return [];
  const names = training.map(({ id }) => id);
  if (!names.some((name) => job.needs.includes(name)))
    return [
      {
        severity: 'error',
        where,
        message: `\`evaluate\` starts before there is evidence: expected ${names.join(' or ')} in \`needs\`, got ${job.needs.join(', ') || 'nothing'}`,
        hint: `add \`needs: ${names[0] ?? ''}\``,
      },
    ];
  return /cancelled\(\)|always\(\)|failure\(\)/.test(job.if ?? '')
    ? []
    : [
        {
          severity: 'warning',
          where,
          message: 'when training fails, the comment of the push before stays as it is',
          hint: 'add `if: ${{ !cancelled() }}`, so that the comment says that the newest push was not evaluated',
        },
      ];
}
