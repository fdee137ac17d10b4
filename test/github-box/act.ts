/** The environment that makes the workflow engine `act` believe in a run of the box. */
import type { StartedRun } from './human/runs.ts';

/** Set by the engine itself, one file a step. */
const OWNED_BY_ENGINE = new Set([
  'CI',
  'GITHUB_ACTIONS',
  'GITHUB_ACTOR',
  'GITHUB_ENV',
  'GITHUB_EVENT_NAME',
  'GITHUB_EVENT_PATH',
  'GITHUB_JOB',
  'GITHUB_OUTPUT',
  'GITHUB_PATH',
  'GITHUB_SHA',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_WORKFLOW',
  'GITHUB_WORKSPACE',
]);

/** For `--env` or `--env-file`. The engine takes the commit from `SHA_REF` and overwrites GITHUB_SHA. */
export function actEnvironment(run: StartedRun): Readonly<Record<string, string>> {
  const entries = Object.entries(run.environment).filter(
    ([name]) => !OWNED_BY_ENGINE.has(name) && !name.startsWith('RUNNER_'),
  );
  return { ...Object.fromEntries(entries), SHA_REF: run.environment.GITHUB_SHA ?? '' };
}
