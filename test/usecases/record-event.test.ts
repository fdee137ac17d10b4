/** The one ledger writer, on the ledger of the box: nothing that happened is lost, and nothing is written twice. */
import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onDisk } from '../../src/shared/adapters/files/system-errors.ts';
import { parseEvent, type LedgerEvent } from '../../src/shared/domain/documents/event.ts';
import { ServiceError } from '../../src/shared/domain/kernel/errors.ts';
import { Cancelled } from '../../src/shared/domain/kernel/cancellation.ts';
import { ledgerPath, type LedgerFile } from '../../src/shared/domain/kernel/names.ts';
import type { ArtifactUploads } from '../../src/shared/ports/github.ts';
import {
  appendOrKeepEvent,
  enterMissingEvent,
  type EventPorts,
} from '../../src/shared/usecases/record-event.ts';
import { REPOSITORY, startBoxGitHub, type BoxGitHub } from '../adapters/github/box-github.ts';
import { promotion } from '../adapters/github/ledger-event.ts';
import { recordInto } from '../ground/box-ports.ts';
import { createMemoryFiles } from '../ground/memory-files.ts';

const file: LedgerFile = {
  model: 'churn',
  event: 'promoted-production',
  at: '2026-11-20T10:00:00Z',
  run: { id: 7, attempt: 2 },
};
const PATH = 'churn/2026/11/promoted-production-7-2.json';
const NEXT_PATH = 'churn/2026/11/promoted-production-7-2-2.json';

let ground: BoxGitHub;
let artifacts: Map<string, Uint8Array>;
let notices: string[];
let warnings: string[];
beforeEach(async () => {
  ground = await startBoxGitHub();
  [artifacts, notices, warnings] = [new Map(), [], []];
});
afterEach(() => ground[Symbol.asyncDispose]());

const keep: ArtifactUploads['upload'] = async (name, files, [path = '']) => {
  const content = await files.read(path);
  artifacts.set(`${name}: ${path}`, content);
  return { id: 1, sizeBytes: content.length };
};

function record(
  event: LedgerEvent,
  upload = keep,
  ledger = ground.github.ledger,
): ReturnType<typeof appendOrKeepEvent> {
  const ports: EventPorts = {
    artifactUploads: { upload },
    ledger,
    log: recordInto({ notices, warnings }),
    scratch: async () => Promise.resolve(createMemoryFiles()),
  };
  return appendOrKeepEvent(ports, file, event);
}

function forbidLedger(): Promise<void> {
  return ground.box.restrictCreation(REPOSITORY, ['refs/heads/model-steward-ledger']);
}

it('appends an event, and no artifact', async () => {
  expect(await record(promotion(7))).toBe('in-ledger');
  expect(await ground.github.ledger.list('churn')).toEqual([PATH]);
  expect([...artifacts.keys(), ...notices, ...warnings]).toEqual([]);
});

it('leaves an event alone that another run has entered in its own envelope', async () => {
  const event = promotion(7);
  await record(event);
  const later = { ...event, envelope: { ...event.envelope, durationMs: 1, actor: 'somebody-else' } };
  expect(await record(later)).toBe('in-ledger');
  expect(await ground.github.ledger.list('churn')).toEqual([PATH]);
  expect(warnings).toEqual([]);
});

it('reports a path that has another event, and writes to a path of its own', async () => {
  await record(promotion(7));
  expect(await record(promotion(8))).toBe('in-ledger');
  expect(await ground.github.ledger.list('churn')).toEqual([NEXT_PATH, PATH]);
  expect(await ground.github.ledger.read(PATH)).toMatchObject({ stage: { tag: 'churn#production#7' } });
  expect(await ground.github.ledger.read(NEXT_PATH)).toMatchObject({ stage: { tag: 'churn#production#8' } });
  expect(warnings).toEqual([
    `ledger: ${PATH} holds another event and is left as it is; this one is written to ${NEXT_PATH}`,
  ]);
});

it('does so for a path with something that is no event', async () => {
  await ground.box.pushFiles({
    repository: REPOSITORY,
    branch: 'model-steward-ledger',
    files: { [PATH]: 'edited by a person\n' },
  });
  expect(await record(promotion(7))).toBe('in-ledger');
  expect(await ground.github.ledger.read(NEXT_PATH)).toMatchObject({ stage: { tag: 'churn#production#7' } });
  expect(warnings).toEqual([expect.stringContaining(`ledger: ${PATH} holds another event`)]);
});

it('keeps an event that the ledger refuses as an artifact, under a name that the next run can list', async () => {
  await forbidLedger();
  expect(await record(promotion(7))).toBe('in-artifact');
  const [[name, content] = ['', new Uint8Array()]] = [...artifacts];
  expect(name).toBe(`model-steward-churn.event: ${ledgerPath(file)}`);
  expect(parseEvent(content, name)).toEqual(promotion(7));
  expect(warnings).toEqual([expect.stringContaining(`ledger: ${PATH} was not written: `)]);
  expect(notices).toEqual(['ledger: the event is kept in the artifact model-steward-churn.event']);
});

it('warns of an event that neither accepts, and does not throw', async () => {
  await forbidLedger();
  const refuse = () => Promise.reject(new ServiceError('SERVICE_FAILED', 'no storage left'));
  expect(await record(promotion(7), refuse)).toBe('lost');
  expect(warnings).toEqual([
    expect.stringContaining(`ledger: ${PATH} was not written: `),
    `ledger: ${PATH} could not be kept as an artifact either: no storage left`,
  ]);
});

it('warns of a full disk with what to do', async () => {
  await forbidLedger();
  const upload = async () => {
    await onDisk('event.json', 'space for the file', () => writeFile('/dev/full', 'x'));
    return { id: 1, sizeBytes: 1 };
  };
  expect(await record(promotion(7), upload)).toBe('lost');
  expect(warnings[1]).toBe(
    `ledger: ${PATH} could not be kept as an artifact either: event.json: expected space for the file, ` +
      'got ENOSPC: no space left on device (free space on the disk of the runner)',
  );
});

it('warns of a defect as one: what has happened is not undone', async () => {
  await forbidLedger();
  expect(await record(promotion(7), () => Promise.reject(new TypeError('x is undefined')))).toBe('lost');
  expect(warnings[1]).toBe(
    `ledger: ${PATH} could not be kept as an artifact either: ` +
      'a defect of Model Steward: TypeError: x is undefined',
  );
});

it('ends with a cancellation, whichever way it is thrown', async () => {
  await forbidLedger();
  const cancelled = new Cancelled('SIGINT');
  await expect(record(promotion(7), () => Promise.reject(cancelled))).rejects.toBe(cancelled);
  const abort = () => setTimeout(1, { id: 1, sizeBytes: 1 }, { signal: AbortSignal.abort(cancelled) });
  await expect(record(promotion(7), abort)).rejects.toMatchObject({ cause: cancelled });
});

it('keeps the event as an artifact when the one on its path cannot be read, and writes no copy', async () => {
  await record(promotion(7));
  const { ledger } = ground.github;
  const unreachable = () => Promise.reject(new ServiceError('SERVICE_UNREACHABLE', 'connection reset'));
  const later = { ...promotion(7), envelope: { ...promotion(7).envelope, durationMs: 1 } };
  expect(await record(later, keep, { ...ledger, read: unreachable })).toBe('in-artifact');
  expect(await ledger.list('churn')).toEqual([PATH]);
  expect(warnings).toEqual([
    `ledger: ${PATH} exists and could not be compared with the event: connection reset`,
  ]);
});

describe('what an earlier run did and could not write', () => {
  const enter = (event: LedgerEvent): Promise<void> =>
    enterMissingEvent({ ledger: ground.github.ledger, log: recordInto({ notices, warnings }) }, file, {
      event,
      isOf: (existing) => existing.event === 'promoted' && existing.stage.tag === 'churn#production#8',
    });

  it('is entered beside an event about something else', async () => {
    await record(promotion(7));
    await enter(promotion(8));
    expect(await ground.github.ledger.list('churn')).toEqual([NEXT_PATH, PATH]);
    expect(await ground.github.ledger.read(NEXT_PATH)).toMatchObject({
      stage: { tag: 'churn#production#8' },
    });
    expect(warnings).toEqual([]);
  });

  it('is left where it is entered already, with whatever else that event says', async () => {
    await record({ ...promotion(8), at: '2026-11-20T11:00:00Z' });
    await enter(promotion(8));
    expect(await ground.github.ledger.list('churn')).toEqual([PATH]);
  });

  it('is named in a warning where all its paths hold something else', async () => {
    const copies = ['', '-2', '-3', '-4', '-5', '-6'].map((copy) => PATH.replace('.json', `${copy}.json`));
    const files = Object.fromEntries(copies.map((path) => [path, 'edited by a person\n']));
    await ground.box.pushFiles({ repository: REPOSITORY, branch: 'model-steward-ledger', files });
    await enter(promotion(8));
    expect(await ground.github.ledger.list('churn')).toEqual(copies.toSorted());
    expect(warnings).toEqual([
      `ledger: ${PATH} and 5 more paths beside it hold other events, so this one was not written: remove what no run of Model Steward wrote`,
    ]);
  });
});

it.each([
  ['a name that the run has given already is followed by another one', 409, 'in-artifact', 2],
  ['any other refusal is the end', 500, 'lost', 1],
])('%s', async (_, status, expected, uploads) => {
  await forbidLedger();
  const names: string[] = [];
  const upload: ArtifactUploads['upload'] = (name, files, paths) => {
    names.push(name);
    return names.length === 1
      ? Promise.reject(new ServiceError('SERVICE_FAILED', 'no', { status, retryable: false }))
      : keep(name, files, paths);
  };
  expect(await record(promotion(7), upload)).toBe(expected);
  expect(names).toEqual(['model-steward-churn.event', 'model-steward-churn.event-2'].slice(0, uploads));
});
