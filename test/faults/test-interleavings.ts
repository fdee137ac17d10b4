/**
 * Two steps at once, in hundreds of orders of their requests: nothing is doubled or lost, the later word counts, and a
 * step that lost a race has said so and ends well when its job runs again. The pairs are in files of their own, so that
 * two of them run at the same time.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EndedStep } from '../ground/step.ts';
import { interleave } from './interleave.ts';
import { checkInvariants, findSecrets } from './invariants.ts';
import type { Scene } from './scene.ts';
import { scenes, type SceneName } from './scenes.ts';
import { installStories, startStory } from './story.ts';

/** Orders of all pairs together, `FAULTS_SCHEDULES` asks for more. */
const SCHEDULES = Number(process.env.FAULTS_SCHEDULES ?? 500);
/** `<pair> <seed>`: one order alone. */
const ONLY = process.env.FAULTS_ONLY;

export function testInterleavings(names: readonly SceneName[]): void {
  let uninstall: () => void;
  beforeAll(() => {
    uninstall = installStories();
  });
  afterAll(() => uninstall());

  describe.each(names)('%s', (name) => {
    it('in any order of their requests → one of everything, and the later word counts', async () => {
      const failures: string[] = [];
      const seeds = seedsOf(name);
      if (seeds.length === 0) return;
      await using scene = await scenes[name].start();
      for (const seed of seeds) {
        await play(scene, seed).catch((error: unknown) => {
          const text = `${name}, seed ${seed}\n  alone: FAULTS_ONLY="${name} ${seed}" npm run test:faults\n${String(error)}`;
          console.error(text);
          failures.push(text);
        });
      }
      expect(failures.join('\n\n')).toBe('');
    });
  });
}

function seedsOf(name: SceneName): readonly number[] {
  const count = Math.ceil((scenes[name].schedules * SCHEDULES) / 500);
  const seeds = Array.from({ length: count }, (_, index) => index + 1);
  if (ONLY === undefined) return seeds;
  return ONLY.startsWith(`${name} `) ? [Number(ONLY.slice(name.length + 1))] : [];
}

async function play(scene: Scene, seed: number): Promise<void> {
  await scene.restore();
  const requests = await scene.begin(1);
  const { ended, order } = await interleave(requests, seed);
  try {
    await checkInvariants(scene);
    const secrets = requests.map(({ job }) => job.token);
    for (const end of ended) {
      expect(await findSecrets(scene, end, secrets), 'secrets that are shown').toEqual([]);
      checkEnd(end);
    }
    if (ended.some(isIncomplete)) await runAgain(scene, ended);
    await checkInvariants(scene);
    await scene.check();
  } catch (error) {
    const said = ended.map(({ failure, warnings }) => JSON.stringify({ failure, warnings })).join('\n');
    throw new Error(`order ${order}\n${said}\n${String(error)}`, { cause: error });
  }
}

/** What failed runs again alone, as a person would have it. */
async function runAgain(scene: Scene, ended: readonly EndedStep[]): Promise<void> {
  const requests = await scene.begin(2);
  for (const [index, request] of requests.entries()) {
    if (!isIncomplete(ended[index]!)) continue;
    const { failure } = await startStory(request).ended;
    expect(failure, `end of the re-run of ${request.action}`).toBeUndefined();
  }
}

/** A verdict that is no pass is what the step is for. */
function isIncomplete({ failure, warnings, outputs }: EndedStep): boolean {
  return warnings.length > 0 || (failure !== undefined && outputs.verdict === undefined);
}

function checkEnd({ failure, warnings }: EndedStep): void {
  const said = [failure ?? [], warnings].flat();
  expect(said.filter((text) => /DEFECT|undefined|\[object|\n\s+at /.test(text))).toEqual([]);
}
