/**
 * Whether a changed workflow file has nothing to do with models, such as one that formats the code. It may change
 * without an approval. Decided by its text alone, so whatever could be called by a workflow of these actions, call one,
 * or be started by one counts as related (docs/trust.md#the-base-decides).
 */

/** Files of composite actions are none of these: any workflow may use them. */
const WORKFLOW_FILE = /^\.github\/workflows\/[^/]+\.ya?ml$/;

const signsOfRelation: readonly RegExp[] = [
  /model-steward/i,
  // Whatever repository the actions are used from.
  /\/actions\/(?:train|evaluate|register|deploy|monitor)\b/,
  // A call into either direction, of a workflow or of a composite action.
  /workflow_call|workflow_run|\.github\/|uses["']?\s*:\s*["']?\.\//,
  // An escape in a YAML text can spell any of these.
  /\\[xuU]/,
];

/** @param texts of the base and of the head; undefined where the file is not there, or could not be read. */
export function isUnrelatedWorkflow(path: string, texts: readonly (string | undefined)[]): boolean {
  const known = texts.filter((text) => text !== undefined);
  if (!WORKFLOW_FILE.test(path) || known.length === 0) return false;
  return known.every((text) => !signsOfRelation.some((sign) => sign.test(text)));
}
