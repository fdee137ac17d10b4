/** Files that no training wrote must not be evaluated and registered as a model. */
import { describe, expect, it } from 'vitest';
import { PROJECT, startGround, startRun, train, type TrainOptions } from '../ground/training.ts';

const config = PROJECT['.github/model-steward.yml']!;
/** Without a configuration there is no command: a step before has to train. */
const withoutCommand = { '.github/model-steward.yml': undefined };
const named = { 'model-files': 'model/**' };
const withoutTraining = config.replace('command: bash train.sh', 'command: "true"');
const outputs = { 'model/model.json': '{"rate": 0.25}\n', 'metrics.json': '{"log_loss": 0.5}\n' };

type Changes = Readonly<Record<string, string | undefined>>;

async function trainWith(files: Changes, options: TrainOptions = {}): Promise<string> {
  await using ground = await startGround(files);
  const ended = await train(ground, await startRun(ground, { event: 'workflow_dispatch' }), options);
  return ended.errors.join('\n');
}

describe('outputs of a training command', () => {
  it('the model and metrics are committed, and the command writes nothing → an error that names them', async () => {
    const error = await trainWith({ '.github/model-steward.yml': withoutTraining, ...outputs });
    expect(error).toContain(
      'model: expected files that the training wrote, got files from before it began: model/model.json, metrics.json',
    );
  });

  it('a step before left the files, and the command writes nothing → an error that names them', async () => {
    const error = await trainWith({ '.github/model-steward.yml': withoutTraining }, { left: outputs });
    expect(error).toContain('got files from before it began: model/model.json, metrics.json');
  });

  it('the pattern of the model matches sources too → an error that names them', async () => {
    const error = await trainWith({ 'model/net.py': 'class Net: ...\n' });
    expect(error).toContain('got files from before it began: model/net.py');
  });

  it.each([
    ['writes the same bytes again', 'cp model/model.json copy && cat copy > model/model.json'],
    ['copies a file with its old time', 'cp -p model/model.json copy && mv copy model/model.json'],
  ])('the command %s → the file is its output', async (_, command) => {
    const training = `${command}\necho '{"log_loss": 0.5}' > metrics.json\n`;
    expect(await trainWith({ 'train.sh': training, ...outputs })).toBe('');
  });

  it('the command only touches a file that was there → it counts: the outputs of a command are its claims', async () => {
    const training = `touch model/model.json\necho '{"log_loss": 0.5}' > metrics.json\n`;
    expect(await trainWith({ 'train.sh': training, ...outputs })).toBe('');
  });
});

describe('outputs of an earlier step', () => {
  it('the committed files are unchanged, and nothing was trained → an error that names them', async () => {
    const error = await trainWith({ ...withoutCommand, ...outputs }, { inputs: named });
    expect(error).toContain('got files that git tracks, unchanged: model/model.json, metrics.json');
  });

  it('only metrics are committed, without a configuration → an error that names them', async () => {
    const error = await trainWith({
      ...withoutCommand,
      'metrics.json': outputs['metrics.json'],
    });
    expect(error).toContain('metrics: expected files that the training wrote');
  });

  it('the step before wrote elsewhere → the error names where', async () => {
    const left = { 'out/all_results.json': '{"accuracy": 0.9}', 'out/model.safetensors': 'x' };
    expect(await trainWith({ ...withoutCommand, ...outputs }, { inputs: named, left })).toContain(
      'what looks like metrics there: out/all_results.json; like a model: out/model.safetensors',
    );
  });

  it('a step before trained → its files count', async () => {
    expect(await trainWith(withoutCommand, { inputs: named, left: outputs })).toBe('');
  });
});
