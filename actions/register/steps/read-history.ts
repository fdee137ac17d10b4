/** Says which versions had a stage and when, and writes nothing. */
import { listStagePeriods, periodsBetween } from '../../../src/shared/domain/registry/stage-periods.ts';
import type { StageHistory } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { stageOf } from './promote.ts';

/** Tags alone: no release is read, so it costs the same however old a version is. */
export async function readHistory(step: RegisterStep): Promise<StageHistory> {
  const { model, inputs, ports } = step;
  const stage = stageOf(step);
  const all = listStagePeriods(model.name, stage, await ports.tags.ofModel(model.name));
  const { at } = inputs;
  const periods = at === undefined ? all : periodsBetween(all, at);
  const nowSeconds = Math.floor(ports.clock.now().getTime() / 1000);
  return { kind: 'history', model: model.name, stage, at, periods, nowSeconds };
}
