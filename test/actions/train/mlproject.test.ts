/** A model that an entry point of the file MLproject trains, without MLflow in the job. */
import { afterEach, expect, it } from 'vitest';
import {
  openArtifact,
  startGround,
  startRun,
  train,
  type Ended,
  type Ground,
} from '../../ground/training.ts';

const TRAIN = `import { writeFileSync } from 'node:fs';
writeFileSync('model.json', JSON.stringify(process.argv.slice(2)));
`;
const MLPROJECT = `name: late
entry_points:
  main:
    parameters:
      alpha: { type: float, default: 1.0e-5 }
      label: string
    command: '${process.execPath} train.mjs {alpha} {label}'
`;

let ground: Ground;
let job: Awaited<ReturnType<typeof startRun>>;
afterEach(() => ground[Symbol.asyncDispose]());

/** @param mlproject of the configuration, as YAML on one line. */
async function play(mlproject: string, project = MLPROJECT): Promise<Ended> {
  ground = await startGround({
    '.github/model-steward.yml': `models:
  late:
    task: metrics
    working-directory: ml
    paths: [train.mjs]
    train: { mlproject: ${mlproject}, model: model.json }
`,
    'ml/train.mjs': TRAIN,
    'ml/MLproject': project,
  });
  job = await startRun(ground, { event: 'push' });
  return train(ground, job);
}

it('is trained by the composed command, and its parameters and files are in the record', async () => {
  const ended = await play('{ parameters: { label: "it\'s late", depth: 3 } }');
  expect(ended.errors, ended.printed).toEqual([]);
  const { run } = await openArtifact(ground, job);
  const command = `${process.execPath} train.mjs 1e-05 'it'"'"'s late' --depth 3`;
  expect(run.commands.train).toBe(`cd ml\n${command}`);
  expect(run.parameters).toEqual({ alpha: '1e-05', label: "it's late", depth: '3' });
  expect(run.inputs.files.map(({ path, role }) => [path, role])).toEqual([
    ['ml/MLproject', 'code'],
    ['ml/train.mjs', 'code'],
    ['requirements.txt', 'lock'],
  ]);
});

it('says what the entry point lacks, before anything runs', async () => {
  const { errors } = await play('main');
  expect(errors.join()).toContain('parameter "label" of "main": expected a value, got none');
});

it('is not run without its container', async () => {
  const { errors } = await play('main', `docker_env: { image: acme/train }\n${MLPROJECT}`);
  expect(errors.join()).toContain('ml/MLproject: expected no docker_env, got one');
});
