/** One scene: what happens in it, what is said about it, and what is kept of it for the page. */
import type { Repository } from '../github-box/state/repository.ts';
import type { RunResult } from './engine/run-workflow.ts';
import { errorLines, type Narrator } from './narrator.ts';
import { repositoryName } from './people.ts';
import type { Player } from './player.ts';
import type { Exhibit, SceneRecord } from './report/record.ts';

export interface Scene {
  readonly title: string;
  /** RFC 3339; the box's clock is set to it. */
  readonly at: string;
  readonly play: (stage: Stage) => Promise<void>;
}

/** What a scene works with. */
export interface Stage {
  readonly player: Player;
  readonly repository: Repository;
  say(text: string): void;
  show(exhibits: readonly Exhibit[]): void;
  /** Keeps a run for the page and returns it. */
  keep(run: RunResult): RunResult;
}

export async function playScene(scene: Scene, player: Player, narrator: Narrator): Promise<SceneRecord> {
  const date = new Date(scene.at);
  player.box.clock.set(date);
  narrator.scene(scene.title, date);
  const said: string[] = [];
  const exhibits: Exhibit[] = [];
  const runs: RunResult[] = [];
  const repository = player.box.world.findRepository(repositoryName);
  if (repository === undefined)
    throw new Error(`${repositoryName}: expected the story's repository, got none`);
  await scene.play({
    player,
    repository,
    say: (text) => {
      said.push(text);
      narrator.say(text);
    },
    show: (more) => void exhibits.push(...more),
    keep: (run) => {
      runs.push(run);
      return run;
    },
  });
  return { title: scene.title, date, said, exhibits, runs };
}

/** An output of one of the five actions, wherever in the run it was. @throws when the run has none. */
export function outputOf(run: RunResult, action: string, output: string): string {
  const step = run.jobs.flatMap(({ steps }) => steps).find(({ title }) => title === action);
  const value = step?.outputs[output];
  if (value !== undefined) return value;
  throw new Error(`run ${run.id} (${run.workflow}): expected ${action} to set ${output}, got nothing`);
}

/** What one of the five actions says of its failure, in one line. @throws when it did not fail. */
export function errorOf(run: RunResult, action: string): string {
  const step = run.jobs.flatMap(({ steps }) => steps).find(({ title }) => title === action);
  if (step?.succeeded === false) return errorLines(step.log).slice(0, 1).join('');
  throw new Error(`run ${run.id} (${run.workflow}): expected ${action} to fail, got a success`);
}

/** The story was measured before it was written; where the actions say otherwise, it must stop. */
export function expectOutcome(what: string, expected: string, got: string): void {
  if (got !== expected)
    throw new Error(`${what}: STORY.md has measured "${expected}", the demo got "${got}"`);
}
