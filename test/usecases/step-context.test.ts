import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import type { Clock } from '../../src/shared/ports/runner.ts';
import { elapsedMs, prepareStep } from '../../src/shared/usecases/step-context.ts';
import { createMemoryFiles } from '../ground/memory-files.ts';
import { runContext } from '../ground/run-context.ts';

const context = runContext({ workspace: '/work', tempDir: '/temp', workflowPath: undefined });
const CONFIG = 'models:\n  churn: { stage: staging }\n  uplift: {}\n';

/** Of which the wall clock is set back while the step runs. */
function createClock(): Clock {
  const days = ['2026-06-02T12:00:00Z', '2026-06-01T00:00:00Z'];
  let ms = 1_000;
  return {
    now: () => new Date(days.shift() ?? ''),
    monotonicMs: () => (ms += 250),
    sleep: () => Promise.resolve(),
  };
}

function prepare(files: Readonly<Record<string, string>>, model?: string, configPath?: string) {
  const ports = { clock: createClock(), workspace: createMemoryFiles(files) };
  return prepareStep({ inputs: { model, configPath }, context, ports });
}

describe('the context of a step', () => {
  it('has the model that the inputs select, and the configuration with all models', async () => {
    const { model, config } = await prepare({ '.github/model-steward.yml': CONFIG }, 'churn');
    expect(model).toMatchObject({ name: 'churn', config: { stage: 'staging' } });
    expect(Object.keys(config?.models ?? {})).toEqual(['churn', 'uplift']);
  });

  it('is one model with the name of the repository where there is no configuration', async () => {
    const { model, config } = await prepare({});
    expect([model.name, config]).toEqual(['flights', undefined]);
  });

  it('is refused when the inputs do not say which of several models is meant', async () => {
    await expect(prepare({ '.github/model-steward.yml': CONFIG })).rejects.toThrow(
      'input "model": expected one of churn, uplift, got nothing',
    );
    await expect(prepare({}, undefined, 'steward.yml')).rejects.toThrow(InputError);
  });

  it('measures durations by the monotonic clock, whatever the wall clock does', async () => {
    const step = await prepare({});
    expect(step.started).toEqual({ at: new Date('2026-06-02T12:00:00Z'), monotonicMs: 1_250 });
    expect(elapsedMs(step)).toBe(250);
  });
});
