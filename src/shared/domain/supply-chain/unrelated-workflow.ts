/**
 * Whether a changed workflow file has nothing to do with models, such as one that formats the code. It may change
 * without an approval. It has to show that (docs/trust.md#the-base-decides): its token can only read and goes nowhere,
 * it uses no secret and no environment, it runs on machines of GitHub, and it calls only actions of publishers that many
 * workflows use. Everything else counts as related. What decides is the parsed text: YAML has many spellings of a word.
 */
import { isRecord, readYaml, usesOf } from './workflow-text.ts';

/** Files of composite actions are none of these: any workflow may use them. */
const WORKFLOW_FILE = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Owners whose actions set up tools, and know nothing of models. */
const HARMLESS_ACTION =
  /^(?:actions|github|astral-sh|pre-commit|ruby|pnpm|oven-sh)\/[\w.-]+(?:\/[\w.-]+)*@[\w./-]+$/;

/** Whatever could name, call, or be started by a workflow of these actions. */
const SIGN_OF_RELATION =
  /model-steward|secrets|workflow_call|workflow_run|pull_request_target|GITHUB_TOKEN|github\s*\.\s*token/i;

/** @param texts of the base and of the head; undefined where the file is not there, or could not be read. */
export function isUnrelatedWorkflow(path: string, texts: readonly (string | undefined)[]): boolean {
  const known = texts.filter((text) => text !== undefined);
  if (!WORKFLOW_FILE.test(path) || known.length === 0) return false;
  return known.every((text) => isHarmless(readYaml(text)));
}

function isHarmless(workflow: unknown): boolean {
  if (!isRecord(workflow) || !isReadOnly(workflow.permissions) || !isRecord(workflow.jobs)) return false;
  if (textsOf(workflow).some(isSignOfRelation)) return false;
  return Object.values(workflow.jobs).every(
    (job) =>
      isRecord(job) &&
      isReadOnly(job.permissions ?? {}) &&
      job.environment === undefined &&
      isOnHostedRunner(job) &&
      usesOf(job).every(isHarmlessAction),
  );
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

const HOSTED_RUNNER = /^(?:ubuntu|windows|macos)-[\w.-]+$/;
const OF_MATRIX = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/;

/** A machine of one's own keeps files from one job to the next. A job that names no machine does not start. */
function isOnHostedRunner(job: Readonly<Record<string, unknown>>): boolean {
  const { 'runs-on': label, strategy } = job;
  if (label === undefined) return true;
  const [, name] = typeof label === 'string' ? (OF_MATRIX.exec(label) ?? []) : [];
  if (name === undefined) return [label].flat().every(isHostedRunner);
  const matrix = isRecord(strategy) ? strategy.matrix : undefined;
  const labels = isRecord(matrix) && matrix.include === undefined ? matrix[name] : undefined;
  return Array.isArray(labels) && labels.length > 0 && labels.every(isHostedRunner);
}

function isHostedRunner(label: unknown): boolean {
  return typeof label === 'string' && HOSTED_RUNNER.test(label);
}

/** Without `permissions` the settings of the repository decide, which may give a token that writes. */
function isReadOnly(permissions: unknown): boolean {
  if (permissions === 'read-all') return true;
  return (
    isRecord(permissions) &&
    Object.values(permissions).every((access) => access === 'read' || access === 'none')
  );
}

function isHarmlessAction(uses: unknown): boolean {
  return typeof uses === 'string' && HARMLESS_ACTION.test(uses) && !uses.includes('..');
}
