/**
 * Makes the fixtures of this folder: every document of version 1, as the five actions write it for a model that is
 * trained, evaluated, registered, replaced, rolled back, deployed and monitored. Run it once for a new kind of
 * document or event: `node test/domain/documents/make-documents.ts`. What is committed stays: later versions
 * have to go on reading it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { configText, productionRows, REPOSITORY, startProject, type Project } from '../../ground/project.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

const CONFIG = configText(
  "    monitor: { labels-after: 0 days }\n    serve: { target: command, command: 'true' }\n",
).replace('metrics: metrics.json', 'metrics: metrics.json, reference: holdout.csv');

/** Documents by the name of their fixture, each in canonical form. */
async function makeDocuments(project: Project): Promise<ReadonlyMap<string, string>> {
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
  const steps = [
    await project.step('deploy', run, { inputs: { version: '1.1.0' } }),
    await project.step('monitor', run, {
      inputs: { current: 'current.csv' },
      files: { 'current.csv': scored },
    }),
  ];
  const failures = steps.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) throw new Error(failures.join('; '));
  const documents = new Map([
    ['run', project.asset(tag, 'run.json')],
    ['evaluation', project.asset(tag, 'evaluation.json')],
    ['model', project.asset(tag, 'model.json')],
    ['profile', project.asset(tag, 'profile.json')],
    ['envelope', await readFile(join(String(train.outputs.evidence), 'run.envelope.json'), 'utf8')],
  ]);
  for (const event of Object.values(await project.ledger())) {
    documents.set(`event-${event.event}`, canonicalJson(event));
    if (event.event === 'deployed') documents.set('deployment', canonicalJson(event.deployment));
    if (event.event === 'checked') documents.set('check', canonicalJson(event.check));
  }
  return documents;
}

await mkdir(FOLDER, { recursive: true });
const project = await startProject({ config: CONFIG });
try {
  for (const [name, text] of await makeDocuments(project)) {
    await writeFile(join(FOLDER, `${name}.json`), text);
  }
} finally {
  await project[Symbol.asyncDispose]();
}
