import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRunContext } from '../../src/shared/runtime/context.ts';
import { commandEnvironment } from '../../src/shared/runtime/environment.ts';

const runner = {
  GITHUB_REPOSITORY: 'acme/flights',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_RUN_ID: '501',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKFLOW_REF: 'acme/flights/.github/workflows/model.yml@refs/pull/7/merge',
  GITHUB_JOB: 'train',
  GITHUB_ACTOR: 'ada',
  GITHUB_WORKSPACE: '/work',
  RUNNER_TEMP: '/temp',
  RUNNER_OS: 'Linux',
  RUNNER_ARCH: 'X64',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the run context', () => {
  it('is read from what the runner sets', () => {
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, '{"number":7}');
    const context = readRunContext({
      ...runner,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_TRIGGERING_ACTOR: 'bob',
      ImageOS: 'ubuntu24',
      ImageVersion: '20261101.1',
    });
    expect(context).toEqual({
      repository: { owner: 'acme', name: 'flights' },
      sha: 'a'.repeat(40),
      ref: 'refs/pull/7/merge',
      eventName: 'pull_request',
      event: { number: 7 },
      runId: 501,
      runAttempt: 2,
      workflowPath: '.github/workflows/model.yml',
      job: 'train',
      actor: 'ada',
      triggeringActor: 'bob',
      serverUrl: 'https://github.com',
      workspace: '/work',
      tempDir: '/temp',
      runner: { os: 'Linux', arch: 'X64', image: 'ubuntu24-20261101.1' },
    });
  });

  it('does without what other engines leave out', () => {
    const context = readRunContext({ ...runner, GITHUB_WORKFLOW_REF: undefined });
    expect(context.workflowPath).toBeUndefined();
    expect(context.triggeringActor).toBe('ada');
    expect(context.runner.image).toBeUndefined();
    expect(context.event).toEqual({});
  });

  it('names every variable that is missing or malformed at once', () => {
    const broken = { ...runner, GITHUB_REPOSITORY: 'flights', GITHUB_RUN_ID: '0', RUNNER_TEMP: '' };
    expect(() => readRunContext(broken)).toThrow(/GITHUB_REPOSITORY.*\n.*GITHUB_RUN_ID.*\n.*RUNNER_TEMP/);
  });

  it('says which event file is not JSON', () => {
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, '{"number":');
    expect(() => readRunContext({ ...runner, GITHUB_EVENT_PATH: eventPath })).toThrow(/GITHUB_EVENT_PATH/);
  });
});

describe("the environment of a user's command", () => {
  it('holds neither our inputs, nor tokens of the runner, nor the files that set our outputs', () => {
    const seen = commandEnvironment({
      PATH: '/bin',
      API_KEY: 'theirs',
      GITHUB_SHA: 'a',
      EMPTY: '',
      INPUT_TOKEN: 'x',
      ACTIONS_RUNTIME_TOKEN: 'x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      GITHUB_OUTPUT: 'x',
      GITHUB_ENV: 'x',
      GITHUB_PATH: 'x',
      GITHUB_STATE: 'x',
      GITHUB_STEP_SUMMARY: 'x',
      STATE_secret: 'x',
      MISSING: undefined,
    });
    expect(seen).toEqual({ PATH: '/bin', API_KEY: 'theirs', GITHUB_SHA: 'a', EMPTY: '' });
  });
});
