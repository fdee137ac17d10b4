/**
 * Every document of version 1, as the five actions write it for a model that is trained, evaluated, registered, replaced,
 * rolled back, deployed and monitored. `make-documents.ts` makes fixtures of them, and test/journeys runs it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { configText, productionRows, REPOSITORY, startProject } from '../../ground/project.ts';

const CONFIG = configText(
  "    monitor: { labels-after: 0 days }\n    serve: { target: command, command: 'true' }\n",
).replace('metrics: metrics.json', 'metrics: metrics.json, reference: holdout.csv');

/**
 * @returns documents by the name of their fixture, each in canonical form.
 * @throws Error where a step of an action fails.
 */
export async function makeDocuments(): Promise<ReadonlyMap<string, string>> {
  await using project = await startProject({ config: CONFIG });
  const first = await project.propose({ branch: 'first', skill: 'fair' });
  const { train } = await project.evaluate(first);
  await project.registerPush(await project.merge(first));
  await project.ship({ branch: 'second', skill: 'good' });
  const tag = 'flight-delays@v1.1.0';
  await project.registerByHand({ inputs: { operation: 'rollback', stage: 'production' } });
  const job = { permissions: { contents: 'write', deployments: 'write', issues: 'write' } } as const;
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: '.github/workflows/monitor.yml', event: 'schedule', ...job },
  });
  const scored = productionRows
    .replaceAll(/^(?!flight)(.+)$/gm, '$1,0.4')
    .replace(/^(flight.*)$/m, '$1,p_late');
  const counting = { inputs: { operation: 'count', current: 'current.csv' } };
  const files = { 'current.csv': scored };
  const profiled = await project.step('monitor', run, { ...counting, files });
  const steps = [
    profiled,
    await project.step('deploy', run, { inputs: { version: '1.1.0' } }),
    await project.step('monitor', run, {
      inputs: { current: 'current.csv' },
      files,
    }),
  ];
  const failures = steps.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) throw new Error(failures.join('; '));
  const documents = new Map([
    ['run', project.asset(tag, 'run.json')],
    ['evaluation', project.asset(tag, 'evaluation.json')],
    ['model', project.asset(tag, 'model.json')],
    ['profile', project.asset(tag, 'profile.json')],
    ['counts', await readFile(String(profiled.outputs.counts), 'utf8')],
    ['envelope', await readFile(join(String(train.outputs.evidence), 'run.envelope.json'), 'utf8')],
  ]);
  for (const event of Object.values(await project.ledger())) {
    documents.set(`event-${event.event}`, canonicalJson(event));
    if (event.event === 'deployed') documents.set('deployment', canonicalJson(event.deployment));
    if (event.event === 'checked') documents.set('check', canonicalJson(event.check));
  }
  return documents;
}
