/**
 * The demo: plays the story through the actions, and writes it as a page. Ends with exit code 1 when the
 * actions do anything else than what was measured. `--source` runs the actions from TypeScript, not the bundle.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { createProcesses } from './engine/processes.ts';
import { createNarrator } from './narrator.ts';
import { repositoryName } from './people.ts';
import { createPlayer, type Player } from './player.ts';
import { readFinalState } from './report/final-state.ts';
import { renderPage } from './report/page.ts';
import type { SceneRecord } from './report/record.ts';
import { repositoryRoot } from './sample-project.ts';
import { playScene } from './scene.ts';
import { planScenes } from './scenes.ts';
import { createLocalService } from './service.ts';

const STORY_START = '2001-04-02T08:00:00Z';
const pagePath = join(repositoryRoot, 'demo-report', 'index.html');

async function playStory(interrupted: AbortSignal): Promise<void> {
  const started = performance.now();
  const processes = createProcesses();
  interrupted.addEventListener('abort', () => void processes.end());
  const scenes = planScenes();
  const narrator = createNarrator(scenes.length);
  await using service = await createLocalService();
  const player = await createPlayer({
    start: STORY_START,
    actionForm: process.argv.includes('--source') ? 'source' : 'bundle',
    processes,
    service,
    onStep: (job, result) => {
      // A step that was ended from outside has nothing to report.
      if (!interrupted.aborted) narrator.step(job, result);
    },
  });
  const played: SceneRecord[] = [];
  try {
    for (const scene of scenes) played.push(await playScene(scene, player, narrator));
  } finally {
    if (!interrupted.aborted) await writePage(player, played);
    await processes.end();
    await player.box.close();
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\nThe story took ${seconds} s. As a page: ${relative(process.cwd(), pagePath)}`);
}

async function writePage({ box }: Player, scenes: readonly SceneRecord[]): Promise<void> {
  const repository = box.world.findRepository(repositoryName);
  if (repository === undefined)
    throw new Error(`${repositoryName}: expected the story's repository, got none`);
  const final = await readFinalState(repository);
  await mkdir(dirname(pagePath), { recursive: true });
  await writeFile(pagePath, renderPage({ repository: repositoryName, scenes, final }));
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
try {
  await playStory(interruption.signal);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(interruption.signal.aborted ? '\nInterrupted; nothing is left behind.' : `\n${message}`);
  process.exitCode = interruption.signal.aborted ? 130 : 1;
}
