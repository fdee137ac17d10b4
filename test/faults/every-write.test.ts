/**
 * No write is without faults because it was forgotten: each place of the sources that writes to GitHub is
 * reached by the usual run of a stage, whose writes are all troubled. The others stand here, with the reason.
 */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { playUsual } from './cases.ts';
import { watchExecution } from './executed.ts';
import { stages } from './stages.ts';
import { installStories } from './story.ts';
import { listWriteSites } from './write-sites.ts';

const elsewhere: Readonly<Record<string, string>> = {
  'actions/monitor/steps/claim-retraining.ts: comments.upsert':
    'after a run that was killed between its claim and the start of the retraining: the cases of monitor are such runs',
  'actions/register/steps/claim-version.ts: tags.createRegistrationCommit':
    'the same commit however often it is sent, to which nothing leads before its tag: test/adapters/github/tags.test.ts',
  'src/shared/usecases/record-event.ts: artifactUploads.upload':
    'after a write of the ledger that was refused: the cases refuse it',
};

it('each write of the sources is one of a stage, or stands in the list with its reason', async () => {
  const sites = await listWriteSites();
  expect(sites.length).toBeGreaterThan(20);
  const uninstall = installStories();
  const execution = await watchExecution();
  const reached = new Set<string>();
  for (const start of Object.values(stages)) {
    await using stage = await start();
    const usual = await execution.reached(sites, async () => void (await playUsual(stage)));
    for (const { name } of usual) reached.add(name);
  }
  execution.end();
  uninstall();
  const missed = sites.map(({ name }) => name).filter((name) => !reached.has(name));
  expect(missed).toEqual(Object.keys(elsewhere));
});

it('each stage is played with every trouble by a test', async () => {
  const played: string[] = [];
  for await (const file of glob('*.test.ts', { cwd: import.meta.dirname })) {
    const text = await readFile(join(import.meta.dirname, file), 'utf8');
    played.push(...[...text.matchAll(/testCases\('([\w-]+)'/g)].map(([, name = '']) => name));
  }
  expect(played.sort()).toEqual(Object.keys(stages).sort());
});
