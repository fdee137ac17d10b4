/**
 * Whether a changed workflow file cannot reach the evidence of a model, such as one that formats the code. It may change
 * without an approval. What decides is what the file can do, before and after (docs/trust.md#the-base-decides): its
 * token only reads, it has no secret and no environment, and it runs on machines of GitHub. An action of somebody else
 * is then no more than a command. Everything that is not known counts as related. The parsed text is read: YAML has many spellings of a word.
 */
import { isWorkflowPath } from '../kernel/names.ts';
import { climbs } from '../kernel/repository-path.ts';
import { readYaml, usesOf } from './workflow-text.ts';
import { isRecord } from '../kernel/unknown-value.ts';

type Part = Readonly<Record<string, unknown>>;

/** An action of another repository. What a path of this one holds, its name does not say. */
const FOREIGN_ACTION = /^[\w.-]+\/[\w.-]+(?:\/[\w.-]+)*@[\w./-]+$/;

/** Whatever could name, call, or be started by a workflow of these actions. */
const SIGN_OF_RELATION =
  /model-steward|secrets|workflow_call|workflow_run|pull_request_target|GITHUB_TOKEN|github\s*\.\s*token/i;

/** The token of the job by its own name: no more than `permissions` give it. */
const OWN_TOKEN = /\$\{\{\s*(?:secrets\.GITHUB_TOKEN|github\.token)\s*\}\}/g;
const OWN_TOKEN_NAME = /^GITHUB_TOKEN$/;

/** Writing these reaches no code, tag, release, run, pull request or status. */
const HARMLESS_WRITES: readonly string[] = ['security-events', 'pages', 'discussions'];

/** @param texts of the base and of the head; undefined where the file is not there, or could not be read. */
export function isUnrelatedWorkflow(
  path: string,
  [base, head]: readonly [base: string | undefined, head: string | undefined],
): boolean {
  if (!isWorkflowPath(path)) return false;
  const workflows = [base, head].filter((text) => text !== undefined).map(readYaml);
  if (workflows.length === 0 || !workflows.every(isRecord)) return false;
  return workflows.every(isHarmless) && !mayWrite(base, head) && !mayCancelOthers(base, head);
}

/** Contexts that no other workflow has the values of. */
const OWN_CONTEXT = /\bgithub\s*\.\s*(?:run_id|workflow_ref)\b/;
const WORKFLOW_NAME = /\bgithub\s*\.\s*workflow\b/;

/** A group of concurrency is one for the whole repository: by its name a workflow cancels the runs of any other one. */
function mayCancelOthers(base: string | undefined, head: string | undefined): boolean {
  const [before, after] = [base, head].map((text) =>
    groupsOf(text === undefined ? undefined : readYaml(text)),
  );
  return after?.some((group) => before?.includes(group) !== true) === true;
}

/** The groups that others may have, as they are written, with the name of the workflow where they have it. */
function groupsOf(workflow: unknown): readonly string[] {
  if (!isRecord(workflow)) return [];
  const jobs = isRecord(workflow.jobs) ? Object.values(workflow.jobs).filter(isRecord) : [];
  return [workflow, ...jobs].flatMap(({ concurrency }) => {
    const group = isRecord(concurrency) ? concurrency.group : concurrency;
    if (group === undefined) return [];
    const text = typeof group === 'string' ? group : JSON.stringify(group);
    const isNamed = WORKFLOW_NAME.test(text);
    // Without a name it is the path of the file.
    if (OWN_CONTEXT.test(text) || (isNamed && workflow.name === undefined)) return [];
    return [isNamed ? `${JSON.stringify(workflow.name)} ${text}` : text];
  });
}

/** Without `permissions` the settings decide: a file that had none before can do no more than it could. */
function mayWrite(base: string | undefined, head: string | undefined): boolean {
  const [before, after] = [base, head].map((text) =>
    text === undefined ? [] : permissionsOf(readYaml(text)),
  );
  const isSaid = (permissions: unknown): boolean => permissions !== undefined;
  const isWider =
    after?.some((permissions) => !isSaid(permissions)) === true && before?.every(isSaid) === true;
  return isWider || ![...(before ?? []), ...(after ?? [])].filter(isSaid).every(isReadOnly);
}

/** Of each job; undefined where nothing says it. */
function permissionsOf(workflow: unknown): readonly unknown[] {
  if (!isRecord(workflow) || !isRecord(workflow.jobs)) return [];
  const { permissions, jobs } = workflow;
  return Object.values(jobs).map((job) => (isRecord(job) ? (job.permissions ?? permissions) : undefined));
}

/** All but its token. */
function isHarmless(workflow: Part): boolean {
  if (!isRecord(workflow.jobs)) return false;
  const isTokenKnown = permissionsOf(workflow).every(isReadOnly);
  if (textsOf(workflow).some((text) => isSignOfRelation(isTokenKnown ? withoutOwnToken(text) : text)))
    return false;
  return Object.values(workflow.jobs).every(
    (job) =>
      isRecord(job) &&
      job.environment === undefined &&
      // A workflow of somebody else chooses machine and environment itself.
      job.uses === undefined &&
      isOnHostedRunner(job) &&
      usesOf(job).every(isForeignAction),
  );
}

function withoutOwnToken(text: string): string {
  return text.replace(OWN_TOKEN, '').replace(OWN_TOKEN_NAME, '');
}

/** Every key and every value, at any depth. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isRecord(value) ? Object.entries(value).flatMap(([key, part]) => [key, ...textsOf(part)]) : [];
}

/** The whole context `github` has the token in it: `toJSON(github)`, `github['token']`, `github.*`. */
const WHOLE_CONTEXT = /\bgithub\b(?!\s*\.\s*[a-z_])/i;

function isSignOfRelation(text: string): boolean {
  const expressions = Array.from(text.matchAll(/\$\{\{(.*?)\}\}/gs), ([, expression = '']) => expression);
  return SIGN_OF_RELATION.test(text) || expressions.some((expression) => WHOLE_CONTEXT.test(expression));
}

/**
 * The labels that GitHub has for its machines. A name of one's own, such as `ubuntu-gpu`, may be that of a machine of one's own.
 * https://docs.github.com/en/actions/reference/runners/github-hosted-runners
 */
const HOSTED_RUNNER =
  /^(?:ubuntu-(?:latest|slim|\d\d\.\d\d(?:-arm)?)|windows-(?:latest|\d{4}(?:-vs\d{4})?|\d\d-arm)|macos-(?:latest|\d\d)(?:-(?:intel|x?large))?)$/;
const OF_MATRIX = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/;
/** `(matrix.language == 'swift' && 'macos-latest') || 'ubuntu-latest'` is one of its labels, or no machine. */
const CHOICE = /^\$\{\{([^{}]*)\}\}$/;
const COMPARISON = /matrix\.[\w-]+\s*[=!]=\s*'[^']*'/g;

/** A machine of one's own keeps files from one job to the next. A job that names no machine does not start. */
function isOnHostedRunner(job: Part): boolean {
  const { 'runs-on': label, strategy } = job;
  if (label === undefined) return true;
  const [, name] = typeof label === 'string' ? (OF_MATRIX.exec(label) ?? []) : [];
  if (name === undefined) return [label].flat().every(isHostedRunner);
  const matrix = isRecord(strategy) ? strategy.matrix : undefined;
  const labels = isRecord(matrix) && matrix.include === undefined ? matrix[name] : undefined;
  return Array.isArray(labels) && labels.length > 0 && labels.every(isHostedRunner);
}

function isHostedRunner(label: unknown): boolean {
  if (typeof label !== 'string') return false;
  const [, choice] = CHOICE.exec(label) ?? [];
  if (choice === undefined) return HOSTED_RUNNER.test(label);
  const parts = choice
    .replaceAll(COMPARISON, '')
    .split(/[\s()&|]+/)
    .filter((part) => part !== '');
  return (
    parts.length > 0 && parts.every((part) => /^'.*'$/.test(part) && HOSTED_RUNNER.test(part.slice(1, -1)))
  );
}

/** Without `permissions` the settings of the repository decide, which may give a token that writes. */
function isReadOnly(permissions: unknown): boolean {
  if (permissions === 'read-all') return true;
  return (
    isRecord(permissions) &&
    Object.entries(permissions).every(
      ([scope, access]) =>
        access === 'read' || access === 'none' || (access === 'write' && HARMLESS_WRITES.includes(scope)),
    )
  );
}

function isForeignAction(uses: unknown): boolean {
  return typeof uses === 'string' && FOREIGN_ACTION.test(uses) && !climbs(uses);
}
