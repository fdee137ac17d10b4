import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultOptions } from './http/faults.ts';
import { REPOSITORY, startBoxGitHub, type BoxGitHub } from '../adapters/github/box-github.ts';
import { scenarios, type Scenario } from '../adapters/github/write-scenarios.ts';

const faults: readonly [string, FaultOptions][] = [
  ['is reset before its effect', { kind: 'reset-before' }],
  ['is reset after its effect', { kind: 'reset-after' }],
  ['gets 502 before its effect', { kind: 'status', status: 502 }],
  ['gets 502 after its effect', { kind: 'status-after', status: 502 }],
  ['gets 503 and a time to wait', { kind: 'status', status: 503, headers: { 'retry-after': '20' } }],
  ['gets 429 and a time to wait', { kind: 'status', status: 429, headers: { 'retry-after': '20' } }],
  ['gets half of its reply', { kind: 'cut-body' }],
  ['gets an HTML page', { kind: 'html' }],
];

let ground: BoxGitHub;
let scenarioNumber = 0;
beforeAll(async () => {
  ground = await startBoxGitHub();
  const retrain = 'on: { workflow_dispatch: { inputs: { issue: { type: string } } } }\njobs: {}\n';
  await ground.box.pushFiles({ repository: REPOSITORY, files: { '.github/workflows/retrain.yml': retrain } });
});
afterEach(() => {
  ground.box.faults.clear();
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
});

interface Case {
  readonly story: string;
  readonly write: string;
  readonly what: string;
  readonly scenario: Scenario;
  readonly options: FaultOptions;
}

const cases: readonly Case[] = scenarios.flatMap((scenario) =>
  scenario.writes.flatMap((write) =>
    faults.map(([what, options]) => ({ story: scenario.name, write, what, scenario, options })),
  ),
);

describe('without a fault', () => {
  it.each(scenarios.map((scenario): [string, Scenario] => [scenario.name, scenario]))(
    '%s by the requests that the matrix breaks',
    async (_name, scenario) => {
      const { act, count } = await scenario.prepare(ground, ++scenarioNumber);
      ground.box.requests.clear();
      await act();
      expect(count()).toBe(1);
      expect(ground.box.requests.writes().map(({ method, route }) => `${method} ${route ?? '?'}`)).toEqual(
        scenario.writes,
      );
    },
  );
});

describe('exactly once', () => {
  it.each(cases)('$story, when $write $what', async ({ scenario, write, options }) => {
    const { act, count } = await scenario.prepare(ground, ++scenarioNumber);
    const [method, route] = write.split(' ') as [string, string];
    const fault = ground.box.faults.inject({ ...options, method, route });
    await act();
    expect(fault.hits).toBe(1);
    expect(count()).toBe(1);
  });
});

describe('exactly once, when the reply is lost and the list lags behind', () => {
  const R = '/repos/{owner}/{repo}';
  const lists: readonly [string, string, number][] = [
    ['a sticky comment is created', `${R}/issues/{issue_number}/comments`, 1],
    ['an issue is opened with a label that does not exist yet', `${R}/issues`, 0],
    ['a draft release is created', `${R}/releases`, 0],
    ['a deployment is created', `${R}/deployments`, 0],
    ['a commit status is set', `${R}/commits/{ref}/statuses`, 0],
  ];
  it.each(lists)('%s', async (name, list, readsBefore) => {
    const scenario = scenarios.find((candidate) => candidate.name === name)!;
    const { act, count } = await scenario.prepare(ground, ++scenarioNumber);
    const [method, route] = scenario.writes.at(-1)!.split(' ') as [string, string];
    ground.box.faults.inject({ kind: 'reset-after', method, route });
    const lag = ground.box.faults.inject({
      kind: 'empty-list',
      method: 'GET',
      route: list,
      after: readsBefore,
    });
    await act();
    expect(lag.hits).toBe(1);
    expect(count()).toBe(1);
  });
});
