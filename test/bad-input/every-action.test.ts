/**
 * What each of the five actions answers to the same mistakes: one message that says where and what, no
 * outputs, and not one write. That a message means exit code 1 is held in test/runtime/run-action.test.ts.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ActionName, CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { startBox, type Box } from '../github-box/box.ts';
import type { RunOptions } from '../github-box/human/run-options.ts';
import { commitFolder } from '../ground/checkout.ts';
import { runStep } from '../ground/step.ts';

const REPOSITORY = 'acme/flights';
const CONFIG = 'models:\n  flights: { serve: { target: command, command: deploy.sh } }\n';

type Inputs = Readonly<Record<string, string>>;

/** What a step of the action is given when nothing is wrong, and what its token has to be allowed first. */
const actions: Readonly<
  Record<ActionName, { readonly event: string; readonly inputs: Inputs; readonly permission: string }>
> = {
  train: { event: 'push', inputs: { command: 'true' }, permission: 'contents: read' },
  evaluate: { event: 'schedule', inputs: {}, permission: 'actions: read' },
  register: { event: 'push', inputs: {}, permission: 'pull-requests: read' },
  deploy: { event: 'push', inputs: {}, permission: 'contents: read' },
  monitor: {
    event: 'schedule',
    inputs: { current: 'current.csv' },
    permission: 'contents: read',
  },
};

/** All that the README of the action asks for, so that one correction of the workflow is enough. */
const documented: Readonly<Record<ActionName, string>> = {
  train: '`contents: read`',
  evaluate:
    '`contents: read`, `actions: read`, `pull-requests: write` (on pull requests), `statuses: write` (on pull requests)',
  register:
    '`contents: write`, `actions: read`, `pull-requests: write` (on a push), `issues: write` (with the input `issue`), ' +
    '`actions: write` (with `retrain.workflow` in the configuration)',
  deploy:
    '`contents: write`, `deployments: write`, `packages: write` (with an image on ghcr.io), `actions: read` (after the ledger refused an event)',
  monitor:
    '`contents: write`, `issues: write`, `actions: read` (after the ledger refused an event), `actions: write` (with `retrain: dispatch`), `pull-requests: write` (with `retrain: pull-request`)',
};

let box: Box;
beforeAll(async () => {
  box = await startBox({ start: '2026-03-02T09:00:00Z' });
  await box.createRepository({
    owner: 'acme',
    name: 'flights',
    private: true,
    files: { [CONFIG_PATH]: CONFIG },
  });
});
afterEach(() => {
  box.faults.clear();
});
afterAll(() => box.close());

interface Mistake {
  readonly config?: string;
  readonly inputs?: Inputs;
  readonly permissions?: RunPermissions;
}

type RunPermissions = Readonly<Record<string, 'read' | 'write'>>;

const ENOUGH: RunPermissions = {
  actions: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
};

/** The message of the step that failed; whatever it says, nothing was written before. */
async function messageOf(name: ActionName, mistake: Mistake): Promise<string> {
  const { event, inputs } = actions[name];
  const options: RunOptions = { workflow: '.github/workflows/model.yml', event };
  const permissions = mistake.permissions ?? ENOUGH;
  const job = await box.startRun({ repository: REPOSITORY, ...options, permissions });
  const config = join(job.workspace, CONFIG_PATH);
  await mkdir(dirname(config), { recursive: true });
  await writeFile(config, mistake.config ?? CONFIG);
  await commitFolder(job.workspace);
  box.requests.clear();
  const given = { ...inputs, ...mistake.inputs };
  const { failure, outputs } = await runStep({ box, job, action: name, inputs: given });
  expect(outputs).toEqual({});
  expect(box.requests.writes()).toEqual([]);
  expect(box.world.results!.artifactsOf(job.id)).toEqual([]);
  return failure ?? 'no failure';
}

describe('register', () => {
  it('reports all inputs that do not go together in one message', async () => {
    const inputs = { operation: 'promote', 'run-id': '7', 'pull-request': '8', override: 'verdict' };
    expect((await messageOf('register', { inputs })).split('\n')).toEqual([
      'INPUT_INVALID: 3 inputs are wrong:',
      expect.stringContaining('- input "version": expected the version to promote, got nothing'),
      expect.stringContaining('- input "run-id": expected either run-id or pull-request, got both'),
      expect.stringContaining('- input "override-reason": expected a reason for the override, got nothing'),
      'Hint: correct all of them: they are checked together',
    ]);
  });
});

describe.each(Object.keys(actions) as ActionName[])('%s', (name) => {
  it('reports all wrong and unknown inputs in one message', async () => {
    const message = await messageOf(name, { inputs: { model: 'My Model', labells: 'x', token: '' } });
    const lines = message.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[4]).toBe('Hint: correct all of them: they are checked together');
    expect(lines[0]).toBe('INPUT_INVALID: 3 inputs are wrong:');
    expect(message).toContain('- input "model": expected a name like "churn", got "My Model"');
    expect(message).toContain('- input "token": expected a value, got nothing');
    expect(message).toContain('- input "labells": expected a known input, got an unknown one (');
  });

  it.each([
    ['YAML that does not parse', 'models:\n  flights: { task: binary\n', /:\d+:\d+: expected YAML, got/],
    [
      'an unknown key',
      'models:\n  flights:\n    taks: binary\n',
      /:3:5: models\.flights\.taks: .*got an unknown key\nHint: did you mean "task"\?/,
    ],
    ['a value that is none', 'models:\n  flights:\n    task: tertiary\n', /:3:11: models\.flights\.task: /],
    ['nothing at all', '', /expected/],
  ])('reports line and column of a configuration with %s', async (_, config, place) => {
    const message = await messageOf(name, { config });
    expect(message).toMatch(/^CONFIG_INVALID: \.github\/model-steward\.yml:/);
    expect(message).toMatch(place);
  });

  it('does not continue without the configuration that was asked for', async () => {
    expect(await messageOf(name, { inputs: { config: 'steward.yml' } })).toContain(
      'INPUT_INVALID: input "config": expected a file, got none at "steward.yml"',
    );
  });

  it('does not know a model that the configuration does not name', async () => {
    expect(await messageOf(name, { inputs: { model: 'churn' } })).toContain(
      'INPUT_INVALID: input "model": expected one of flights, got "churn"',
    );
  });

  it('names the permission that its token lacks', async () => {
    const message = await messageOf(name, { permissions: {} });
    expect(message).toMatch(/^PERMISSION_MISSING: /);
    expect(message).toContain(`the token lacks \`${actions[name].permission}\``);
    expect(message).toContain('under `permissions:` of the job');
    expect(message.split('\n').at(-1)).toBe(
      `${name} needs under \`permissions:\` of its job: ${documented[name]}`,
    );
  });

  it('says which host does not answer, and what it was asked', async () => {
    box.faults.inject({ kind: 'reset-before', times: Infinity });
    expect(await messageOf(name, {})).toMatch(
      /^SERVICE_UNREACHABLE: .+: expected a complete answer from 127\.0\.0\.1:\d+, got ".+"\nHint: /,
    );
  });
});
