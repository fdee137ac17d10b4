/** A training command can do anything that its job can: what it must not reach is the evidence about itself. */
import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { obeyedCommands } from '../../adapters/process/runner-parser.ts';
import {
  openArtifact,
  PROJECT,
  SOURCES,
  startGround,
  startRun,
  train,
  type Ground,
} from '../../ground/training.ts';

const SCRIPT = PROJECT['train.sh']!;

describe('a training command', () => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await startGround();
  });
  afterEach(() => ground[Symbol.asyncDispose]());

  it('sees neither our inputs nor the tokens of the runner, and cannot set our outputs', async () => {
    const script = `${SCRIPT}
env | cut -d= -f1 | sort > seen.txt
grep -E '^(INPUT_|ACTIONS_|GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)$)' seen.txt && exit 9
echo "::set-output name=run-digest::forged"
echo "::add-mask::a"
echo "::error::forged"
echo "run-digest=forged" >> "\${GITHUB_OUTPUT:-/dev/null}"
`;
    const ended = await train(ground, await startRun(ground, { event: 'push' }), {
      program: SOURCES,
      left: { 'train.sh': script },
    });
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs['run-digest']).toMatch(/^[0-9a-f]{64}$/);
    const { commands, stopped } = obeyedCommands(ended.printed);
    expect(stopped).toBe(false);
    expect(commands).not.toContain('error');
    expect(commands).not.toContain('set-output');
  });

  it('leaves no process behind that could change what it made', async () => {
    const script = `${SCRIPT}
(while true; do
  for folder in "$RUNNER_TEMP"/model-steward-evidence-*; do [ -d "$folder" ] && echo forged > "$folder/run.json"; done
  echo '{"rate": 0.99}' > rate.json && mv rate.json model/model.json
done) > /dev/null 2>&1 &
`;
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, { left: { 'train.sh': script } });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.model).toBe('late');
    expect(run.source.clean).toBe(false);
    expect(ended.summary).toContain('Tracked files differed from the commit before the training began.');
  });

  it('that is cancelled leaves nothing: no process, no artifact', async () => {
    const script = `trap 'echo stopped; exit 1' TERM\necho ready\nsleep 60 & wait\n`;
    let sent = false;
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, {
      program: SOURCES,
      left: { 'train.sh': script },
      onOutput: (printed, child) => {
        if (!sent && printed.includes('\nready\n')) child.kill('SIGTERM');
        sent ||= printed.includes('\nready\n');
      },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.printed).toContain('\nstopped\n');
    expect(ended.errors).toEqual(['::error::cancelled: the runner sent SIGTERM']);
    expect(ended.artifacts).toEqual([]);
    expect(await readdir(job.environment.RUNNER_TEMP!)).toEqual([]);
  });
});
