/** Logs of promptfoo, Inspect and lm-evaluation-harness, in the shapes that these tools document, from bytes to a verdict. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { numberColumn, textColumn } from '../../../src/shared/domain/table/access.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { COLUMNS, evaluate, harness, inspect, promptfoo, read } from './tool-logs.ts';
import { contentOf } from '../../ground/memory-files.ts';

it.each([
  ['promptfoo', promptfoo, 'pass_rate:passed'],
  ['inspect', inspect, 'pass_rate:scores.model_graded_fact'],
  ['harness', harness, 'pass_rate:exact_match'],
] as const)('%s: every response is a row of its case', async (tool, write, metric) => {
  const logs = { challenger: write({ failEvery: 4, repeats: 3 }), champion: write({ failEvery: 5 }) };
  const { rows, rules, metrics } = await evaluate(logs, COLUMNS[tool], metric);
  expect(rows!.count).toBe(40);
  if (tool !== 'harness') expect(rows!.responses).toEqual({ count: 120, least: 3, most: 3 });
  // Of 40 cases, 10 are multiples of 4, 8 of 5, and 2 of both.
  expect(rules[0]!.reason).toMatchObject({ passedCount: 32, lostCount: 8, wonCount: 6 });
  expect(metrics.find((result) => result.metric === metric)).toMatchObject({
    challenger: 0.75,
    comparedValue: 0.8,
  });
});

it.each([
  ['promptfoo', promptfoo, 'pass_rate:passed'],
  ['inspect', inspect, 'pass_rate:scores.model_graded_fact'],
] as const)('%s: what another grader measured is compared with nothing', async (tool, write, metric) => {
  const logs = { challenger: write({ grader: 'anthropic/other' }), champion: write({}) };
  const { rules } = await evaluate(logs, COLUMNS[tool], metric);
  expect(rules[0]).toMatchObject({ outcome: 'inconclusive', reason: { code: 'no-common-rows' } });
});

describe('a row of promptfoo', () => {
  it('is named by its description, or by a digest of its variables, and counts its repetitions', async () => {
    const table = await read(promptfoo({ repeats: 2 }), {
      ...COLUMNS.promptfoo,
      measures: { passed: 'higher' },
    });
    const cases = table.identities![0]!.texts;
    expect([cases.at(0), cases.at(1)]).toEqual(['first topic', 'first topic']);
    expect(cases.at(2)).toMatch(/^[0-9a-f]{16}$/);
    expect(cases.at(2)).toBe(cases.at(3));
    expect(cases.at(4)).not.toBe(cases.at(3));
  });

  it('is refused where the file has the responses of several models', async () => {
    await expect(read(promptfoo({ providers: ['a:1', 'b:2'] }), COLUMNS.promptfoo)).rejects.toThrow(
      'results.json: expected the responses of one prompt and one provider, got 2 pairs (providers: a:1, b:2)',
    );
  });
});

/** Written by promptfoo, as fixtures/promptfoo/promptfooconfig.yaml says: three cases, answered twice each. */
describe('the results of a promptfoo that was run', () => {
  it('are the rows of one prompt, whatever its variables are; only a response that is lacking has failed', async () => {
    const text = await readFile(new URL('fixtures/promptfoo/results.json', import.meta.url), 'utf8');
    const measures = { passed: 'higher', failed: 'lower', cost_usd: 'lower' };
    const table = await read(text, { ...COLUMNS.promptfoo, measures });
    const cases = table.identities![0]!.texts;
    const values = (name: string): readonly number[] => [...numberColumn(table, name, 'results.json')];
    const rows = values('passed').map((passed, row) =>
      [cases.at(row), passed, values('failed')[row]].join(' '),
    );
    expect(rows.toSorted()).toEqual([
      ...['late parcel 1 0', 'late parcel 1 0', 'no response 0 1', 'no response 0 1'],
      ...['wrong size 0 0', 'wrong size 0 0'],
    ]);
  });
});

describe('a log of another shape says where', () => {
  const results = promptfoo({});
  const log = inspect({});
  it.each([
    [
      { ...results, results: { ...results.results, version: 4 } },
      /results of version 3, got another value at results\.version/,
    ],
    [
      { ...results, results: { version: 3, results: [{ ...results.results.results[0], score: 'high' }] } },
      /at results\.results\[0\]\.score: /,
    ],
    [{ ...log, version: 1 }, /a log of Inspect of version 2, got another value at version/],
    [{ ...log, status: 'cancelled' }, /expected an evaluation that ended, got the status "cancelled"/],
    [{ ...log, samples: null }, /expected a log with its samples, got none/],
    [{ ...log, samples: [{ id: 1 }] }, /at samples\[0\]\.epoch: /],
  ])('%#', async (value, message) => {
    await expect(read(value, COLUMNS.promptfoo)).rejects.toThrow(message);
  });

  it('names the column of a score that is a list, whose parts are columns of their own', async () => {
    const listed = {
      ...log,
      samples: log.samples.map((sample) => ({
        ...sample,
        scores: { ...sample.scores, model_graded_fact: { value: ['C', 0.25] } },
      })),
    };
    const measures = { 'scores.model_graded_fact.0': 'higher', 'scores.model_graded_fact.1': 'higher' };
    const table = await read(listed, { ...COLUMNS.inspect, measures });
    expect(numberColumn(table, 'scores.model_graded_fact.0', 'results.json')[0]).toBe(1);
    expect(numberColumn(table, 'scores.model_graded_fact.1', 'results.json')[0]).toBe(0.25);
    const logs = { challenger: listed, champion: listed };
    await expect(evaluate(logs, COLUMNS.inspect, 'pass_rate:scores.model_graded_fact')).rejects.toThrow(
      /scores\.model_graded_fact/,
    );
  });
});

/** Made by fixtures/inspect_archive.py: six cases in two epochs. */
describe.each(['inspect.eval', 'inspect-zstd.eval'])('the archive %s', (name) => {
  const predictions = { ...COLUMNS.inspect, measures: { 'scores.match': 'higher', tokens: 'lower' } };
  const bytesOf = async (): Promise<Uint8Array> =>
    await readFile(new URL(`fixtures/${name}`, import.meta.url));
  const readBytes = async (bytes: Uint8Array): Promise<Table> =>
    await readTable(
      contentOf(bytes),
      name,
      predictionOptions(modelConfigSchema.parse({ task: 'scores', predictions })),
    );

  it('has one row for each sample', async () => {
    const table = await readBytes(await bytesOf());
    const cases = table.identities![0]!.texts;
    const match = numberColumn(table, 'scores.match', name);
    const epochs = textColumn(table, 'repeat', name);
    const responses = Array.from({ length: table.rowCount }, (_, row) => [
      ...[cases.at(row), Number(epochs[row]), match[row]],
    ]);
    const expected = [1, 2, 3, 4, 5, 6].flatMap((index) =>
      [1, 2].map((epoch) => [`case ${index}`, epoch, (index + epoch) % 3 === 0 ? 0 : 1]),
    );
    expect(responses).toEqual(expected);
    expect([...numberColumn(table, 'tokens', name)]).toEqual(responses.map(() => 6));
  });

  it('is read with a comment behind its end that looks like one', async () => {
    const bytes = await bytesOf();
    const end = Buffer.from(bytes).lastIndexOf('PK\x05\x06', undefined, 'latin1');
    const archive = Buffer.concat([
      bytes.subarray(0, end + 22),
      Buffer.from(`PK\x05\x06${'.'.repeat(40)}`, 'latin1'),
    ]);
    archive.writeUInt16LE(44, end + 20);
    expect((await readBytes(archive)).rowCount).toBe(12);
  });

  it('is refused where it was cut, or has no header', async () => {
    const bytes = await bytesOf();
    await expect(readBytes(bytes.slice(0, bytes.length - 100))).rejects.toThrow(
      /expected a complete zip archive/,
    );
    const text = Buffer.from(bytes).toString('latin1').replaceAll('header.json', 'hidden.json');
    await expect(readBytes(Buffer.from(text, 'latin1'))).rejects.toThrow(/expected an evaluation that ended/);
  });

  it('is refused where a file in it is damaged', async () => {
    const bytes = Uint8Array.from(await bytesOf());
    bytes.fill(0xff, 400, 700);
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'DATA_INVALID' });
  });
});
