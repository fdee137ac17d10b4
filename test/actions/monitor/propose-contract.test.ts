/** `operation: propose-contract`: from the release of the version in the stage, and nothing is written. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { startGround, type Ground, type GroundOptions, type Monitored } from '../../ground/monitoring.ts';

let ground: Ground;
afterEach(() => ground[Symbol.asyncDispose]());

async function proposeIn(options: GroundOptions = {}): Promise<Monitored> {
  ground = await startGround(options);
  const inputs = { operation: 'propose-contract', current: '', 'window-days': '7' };
  return await ground.monitorOn('2026-06-01', { inputs, permissions: { contents: 'read' } });
}

it('summary and output have the contract, which the configuration takes as it is', async () => {
  const { outputs, summary } = await proposeIn();
  const { contract } = parseConfig(`models:\n  m:\n    task: binary\n${outputs.contract}`).models.m!;
  expect(contract?.columns).toMatchObject({ distance: { type: 'integer' }, airport: { required: true } });
  expect(summary).toContain(outputs.contract.trimEnd());
  expect(outputs).toMatchObject({ decision: 'none', drift: 'inconclusive', check: '', issue: '' });
  expect(ground.issues).toEqual([]);
});

it('a version without a reference has none to propose', async () => {
  const { outputs, summary } = await proposeIn({ hasReference: false });
  expect(outputs.contract).toBe('');
  expect(summary).toContain('was registered without a reference');
});

it.each([
  ['great-expectations/suite.json', { seats: { required: false, min: 1, type: 'integer' } }],
  ['mlmodel/3.17.2/columns/MLmodel', { age: { required: true, type: 'integer' } }],
])('%s is read as a contract, also while the stage is empty', async (file, stated) => {
  ground = await startGround();
  const content = await readFile(join(import.meta.dirname, '../../domain/interop/fixtures', file), 'utf8');
  await ground.putFile('given', content);
  const inputs = { operation: 'propose-contract', from: 'given', stage: 'empty', current: '' };
  const { outputs, summary } = await ground.monitorOn('2026-06-01', { inputs });
  const { contract } = parseConfig(`models:\n  m:\n    task: binary\n${outputs.contract}`).models.m!;
  expect(contract?.columns).toMatchObject(stated);
  expect(summary).toContain('From `given`: write it below the model in the configuration');
});
