/**
 * Where and why the step runs, from the variables that the runner sets. Under engines other than GitHub's
 * some are missing: those that can be done without become undefined, the others are one clear error.
 */
import { readFileSync } from 'node:fs';
import { combineInputErrors, InputError } from '../domain/kernel/errors.ts';
import type { RepositoryName, RunContext } from '../domain/kernel/platform.ts';
import { readVariable, type Environment } from './environment.ts';
import { OBJECT_NAME_PATTERN } from '../domain/kernel/digest-form.ts';
import { REPOSITORY_PATTERN } from '../domain/kernel/names.ts';

/** @throws InputError that lists every variable that is missing or malformed. */
export function readRunContext(environment: Environment): RunContext {
  const errors: InputError[] = [];
  const required = (name: string, pattern = /./): string => {
    const value = readVariable(environment, name) ?? '';
    if (!pattern.test(value)) errors.push(variableError(name, value));
    return value;
  };
  const actor = required('GITHUB_ACTOR');
  const context: RunContext = {
    repository: parseRepository(required('GITHUB_REPOSITORY', REPOSITORY_PATTERN)),
    sha: required('GITHUB_SHA', OBJECT_NAME_PATTERN),
    ref: required('GITHUB_REF'),
    eventName: required('GITHUB_EVENT_NAME'),
    event: readEvent(environment, errors),
    runId: Number(required('GITHUB_RUN_ID', /^[1-9]\d{0,15}$/)),
    runAttempt: Number(required('GITHUB_RUN_ATTEMPT', /^[1-9]\d{0,5}$/)),
    workflowPath: parseWorkflowPath(readVariable(environment, 'GITHUB_WORKFLOW_REF')),
    job: required('GITHUB_JOB'),
    actor,
    triggeringActor: readVariable(environment, 'GITHUB_TRIGGERING_ACTOR') ?? actor,
    serverUrl: readVariable(environment, 'GITHUB_SERVER_URL') ?? 'https://github.com',
    workspace: required('GITHUB_WORKSPACE'),
    tempDir: required('RUNNER_TEMP'),
    runner: {
      os: required('RUNNER_OS'),
      arch: required('RUNNER_ARCH'),
      image: runnerImage(environment),
    },
  };
  if (errors.length > 0) throw combineInputErrors(errors);
  return context;
}

function variableError(name: string, value: string): InputError {
  const got = value === '' ? 'nothing' : JSON.stringify(value);
  return new InputError(
    'INPUT_INVALID',
    `environment variable ${name}: expected what a GitHub runner sets, got ${got}`,
    { hint: 'run the action in a workflow, or set the variable as GitHub does' },
  );
}

function readEvent(environment: Environment, errors: InputError[]): unknown {
  const path = readVariable(environment, 'GITHUB_EVENT_PATH');
  if (path === undefined) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    errors.push(
      new InputError('INPUT_INVALID', `GITHUB_EVENT_PATH: expected a file with JSON, got ${String(cause)}`, {
        hint: 'the runner sets this variable: do not overwrite it with `env`',
        cause,
      }),
    );
    return {};
  }
}

function parseRepository(text: string): RepositoryName {
  const [owner = '', name = ''] = text.split('/');
  return { owner, name };
}

/** `owner/name/.github/workflows/model.yml@refs/heads/main` → `.github/workflows/model.yml` */
function parseWorkflowPath(reference: string | undefined): string | undefined {
  return /^[^/]+\/[^/]+\/(.+?)@/.exec(reference ?? '')?.[1];
}

function runnerImage(environment: Environment): string | undefined {
  const image = readVariable(environment, 'ImageOS');
  const version = readVariable(environment, 'ImageVersion');
  return image === undefined || version === undefined ? image : `${image}-${version}`;
}
