/**
 * Any code of a run can upload an artifact of any name and content: an event from one is entered only where the repository
 * shows what it says. The events are those of the fixtures of version 1; each test changes one thing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKnownEvent, parseEvent, type LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import { renderTagMessage, type TagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import {
  findContradiction,
  findKeptFile,
  findUntrustedRun,
  type RepositoryState,
} from '../../../src/shared/domain/rollout/check-kept-event.ts';
import { FIXTURES } from '../documents/version-1.ts';

type EventOf<Kind extends LedgerEvent['event']> = Extract<LedgerEvent, { event: Kind }>;

function read<Kind extends LedgerEvent['event']>(kind: Kind): EventOf<Kind> {
  const event = parseEvent(readFileSync(join(FIXTURES, `event-${kind}.json`)), kind);
  if (!isKnownEvent(event) || event.event !== kind) throw new Error(`expected an event ${kind}`);
  return event as EventOf<Kind>;
}

/** The fixture has a run and an evaluation of which make-documents.ts took out what differs between machines. */
function withDigests(event: EventOf<'registered'>): EventOf<'registered'> {
  const evaluation = { ...event.version.evaluation, sha256: documentDigest(event.evaluation) };
  return { ...event, version: { ...event.version, evaluation, run: documentDigest(event.run) } };
}

const registered = withDigests(read('registered'));
const promoted = read('promoted');
const rolledBack = read('rolled-back');
const deployed = read('deployed');
const checked = read('checked');

const COMMIT = 'c'.repeat(40);
const addressOf = (run: number | string): string =>
  `https://github.com/acme/flights/actions/runs/${run}/attempts/1`;

function tagOf(name: string, message: Partial<TagMessage>, commit = COMMIT) {
  return {
    name,
    commit,
    message: renderTagMessage({ title: name, ...message }),
    taggedAt: '2026-03-02T09:00:00Z',
  };
}

function versionTagOf(changes: Partial<TagMessage> = {}) {
  const { version } = registered;
  return tagOf(`${registered.model}@v${version.version}`, {
    evaluation: documentDigest(registered.evaluation),
    evidence: documentDigest(registered.run),
    modelDigest: version.modelDigest,
    run: addressOf(registered.envelope.run.id),
    ...changes,
  });
}

function stateOf(event: LedgerEvent, changes: Partial<RepositoryState> = {}): RepositoryState {
  const { id, attempt } = event.envelope.run;
  return {
    run: { id, attempt, startedAt: event.envelope.startedAt },
    ...{ versionTag: versionTagOf(), stageTag: undefined, deployment: undefined },
    ...changes,
  };
}

const moved = (
  event: typeof promoted | typeof rolledBack,
  changes: Partial<TagMessage> = {},
  commit = COMMIT,
) => tagOf(event.stage.tag, { run: addressOf(event.envelope.run.id), ...changes }, commit);
const deployment = (changes: Partial<NonNullable<RepositoryState['deployment']>> = {}) => ({
  version: deployed.deployment.version,
  modelDigest: deployed.deployment.modelDigest,
  run: deployed.envelope.run.id,
  ...changes,
});

describe('what the repository shows too is entered', () => {
  it.each<readonly [string, LedgerEvent, Partial<RepositoryState>]>([
    ['a registration', registered, {}],
    ['a move of the stage', promoted, { stageTag: moved(promoted) }],
    ['a rollback', rolledBack, { stageTag: moved(rolledBack, { operation: 'rollback' }) }],
    ['a deployment', deployed, { deployment: deployment() }],
    ['a check', checked, {}],
  ])('%s', (_, event, changes) => {
    expect(findContradiction(event, stateOf(event, changes))).toBeUndefined();
  });
});

describe('what it shows otherwise is not', () => {
  const run = registered.envelope.run.id;
  const elsewhere = tagOf('flight-delays@v1.1.0', {}, 'd'.repeat(40));
  it.each<readonly [string, LedgerEvent, Partial<RepositoryState>, RegExp]>([
    [
      'of another run',
      registered,
      { run: { id: run + 1, attempt: 1, startedAt: registered.at } },
      /^it is of run \d+$/,
    ],
    ['of a version without a tag', registered, { versionTag: undefined }, /^there is no tag flight-delays@v/],
    ...(
      [
        ['another evaluation', { evaluation: 'f'.repeat(64) }],
        ['other evidence', { evidence: 'f'.repeat(64) }],
        ['another model', { modelDigest: 'f'.repeat(64) }],
        ['no run', { run: undefined }],
        ['another run', { run: addressOf(run + 1) }],
        ['a run whose number begins the same', { run: addressOf(`${run}9`) }],
        ['a run whose number ends the same', { run: addressOf(`9${run}`) }],
        ['more behind the attempt', { run: `${addressOf(run)}/../../9/attempts/1x` }],
      ] as const
    ).map(
      ([what, change]) =>
        [
          `its tag names ${what}`,
          registered,
          { versionTag: versionTagOf(change) },
          /says something else$/,
        ] as const,
    ),
    [
      'a registration with an evaluation that its version does not name',
      { ...registered, evaluation: { ...registered.evaluation, verdict: 'fail' } },
      {},
      /says something else$/,
    ],
    [
      'a registration with a run that its version does not name',
      { ...registered, run: { ...registered.run, model: 'other' } },
      {},
      /says something else$/,
    ],
    ['a move without a tag', promoted, {}, /^there is no tag flight-delays#production#/],
    [
      'a move to another commit',
      promoted,
      { stageTag: moved(promoted, {}, 'd'.repeat(40)) },
      /^there is no tag flight-delays#production#/,
    ],
    [
      'a move of another stage',
      { ...promoted, stage: { ...promoted.stage, name: 'staging' } },
      { stageTag: moved(promoted) },
      /^there is no tag flight-delays#production#/,
    ],
    [
      'a promotion that the tag calls a rollback',
      promoted,
      { stageTag: moved(promoted, { operation: 'rollback' }) },
      /says something else$/,
    ],
    [
      'a rollback that the tag calls none',
      rolledBack,
      { stageTag: moved(rolledBack) },
      /says something else$/,
    ],
    [
      'a move by another run',
      promoted,
      { stageTag: moved(promoted, { run: addressOf(`${promoted.envelope.run.id}3`) }) },
      /says something else$/,
    ],
    ['an unknown deployment', deployed, {}, /^deployment \d+ is none of this run and version$/],
    [
      'a deployment of another run',
      deployed,
      { deployment: deployment({ run: 1 }) },
      /is none of this run and version$/,
    ],
    [
      'a deployment of another version',
      deployed,
      { deployment: deployment({ version: '9.9.9' }) },
      /is none of this run and version$/,
    ],
    [
      'a deployment of other bytes than the platform knows',
      deployed,
      { deployment: deployment({ modelDigest: 'f'.repeat(64) }) },
      /is none of this run and version$/,
    ],
    [
      'a deployment of other bytes than the version has',
      { ...deployed, deployment: { ...deployed.deployment, modelDigest: 'f'.repeat(64) } },
      { deployment: deployment({ modelDigest: 'f'.repeat(64) }) },
      /says something else$/,
    ],
    ['a check of a version without a tag', checked, { versionTag: undefined }, /^there is no tag/],
    [
      'a deployment whose tag is of another version',
      deployed,
      { deployment: deployment(), versionTag: elsewhere },
      /says something else$/,
    ],
  ])('%s', (_, event, changes, expected) => {
    expect(findContradiction(event, stateOf(event, changes))).toMatch(expected);
  });
});

describe('its date', () => {
  const startedAt = '2026-03-01T00:00:00Z';
  const { id, attempt } = checked.envelope.run;
  it.each([
    // GitHub ends a run after 35 days: March has 31.
    ['2026-04-05T00:00:00Z', startedAt, undefined],
    ['2026-04-05T00:00:01Z', startedAt, /long after its run$/],
    ['2026-02-01T00:00:00Z', startedAt, undefined],
    ['2026-02-31T00:00:00Z', startedAt, /long after its run$/],
    ['2026-03-02T00:00:00Z', 'never', /long after its run$/],
  ])('%s in a run of %s: %s', (at, started, expected) => {
    const found = findContradiction(
      { ...checked, at },
      stateOf(checked, { run: { id, attempt, startedAt: started } }),
    );
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(expected);
  });
});

describe('its file', () => {
  const run = { id: 7, attempt: 2, startedAt: '2026-03-02T09:00:00Z' };
  const pathOf = (id: number, attempt: number, at = checked.at): string =>
    ledgerPath({ model: checked.model, event: 'checked', at, run: { id, attempt } });
  it.each([
    ['of the attempt', pathOf(7, 2), true],
    ['of an attempt before', pathOf(7, 1), true],
    ['of an attempt that was not yet', pathOf(7, 3), false],
    ['of another run', pathOf(8, 2), false],
    ['of another month', pathOf(7, 2, '2026-04-01T00:00:00Z'), false],
    ['of another event', pathOf(7, 2).replace('checked', 'registered'), false],
    ['of another model', pathOf(7, 2).replace(checked.model, 'churn'), false],
  ])('%s: %s', (_, path, isFound) => {
    expect(findKeptFile(checked, path, run) !== undefined).toBe(isFound);
  });
});

describe('a run is asked', () => {
  const run = {
    ...{ id: 7, attempt: 1, createdAt: checked.at, startedAt: checked.at, isCompleted: true, event: 'push' },
    ...{ headSha: COMMIT, headBranch: 'main', headRepository: 'Acme/Flights', actor: 'ann' },
    ...{ triggeringActor: 'ann', url: addressOf(7), workflowPath: '.github/workflows/model.yml' },
  };
  const rules = { repository: 'acme/flights', branch: 'main', hasWorkflow: true };
  it.each([
    ['of protected code', {}, {}, undefined],
    ['of a fork', { headRepository: 'eve/flights' }, {}, 'it is of a fork'],
    ['of a pull request', { event: 'pull_request' }, {}, 'it is of a pull request'],
    ['of the other event of pull requests', { event: 'pull_request_target' }, {}, 'it is of a pull request'],
    ['of another branch', { headBranch: 'develop' }, {}, 'it is not of the branch main'],
    [
      'of a workflow that the branch lacks',
      {},
      { hasWorkflow: false },
      '.github/workflows/model.yml is not on the branch main',
    ],
  ])('%s', (_, change, rule, reason) => {
    expect(findUntrustedRun({ ...run, ...change }, { ...rules, ...rule })).toBe(reason);
  });
});
