/**
 * The demo: plays the story through the actions, and writes it as a page. Ends with exit code 1 when the
 * actions do anything else than what was measured. `--source` runs the actions from TypeScript, not the bundle.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createProcesses } from './engine/processes.ts';
import { createNarrator } from './narrator.ts';
import { repositoryName } from './people.ts';
import { createPlayer } from './player.ts';
import { readFinalState } from './report/final-state.ts';
import { renderPage } from './report/page.ts';
import type { SceneRecord } from './report/record.ts';
import { repositoryRoot } from './sample-project.ts';
import { playScene } from './scene.ts';
import { planScenes } from './scenes.ts';
import { createLocalService } from './service.ts';

const STORY_START = '2001-04-02T08:00:00Z';
const pagePath = join(repositoryRoot, 'demo-report', 'index.html');

async function playStory(): Promise<void> {
  const started = performance.now();
  const processes = createProcesses();
  process.once('SIGINT', () => void processes.end());
  process.once('SIGTERM', () => void processes.end());
  const scenes = planScenes();
  const narrator = createNarrator(scenes.length);
  await using service = await createLocalService();
  const player = await createPlayer({
    start: STORY_START,
    actionForm: process.argv.includes('--source') ? 'source' : 'bundle',
    processes,
    service,
    onStep: (job, result) => narrator.step(job, result),
  });
  const played: SceneRecord[] = [];
  try {
    for (const scene of scenes) played.push(await playScene(scene, player, narrator));
  } finally {
    await processes.end();
    const repository = player.box.world.findRepository(repositoryName);
    if (repository !== undefined && played.length > 0) {
      await mkdir(join(pagePath, '..'), { recursive: true });
      const final = await readFinalState(repository);
      await writeFile(pagePath, renderPage({ repository: repositoryName, scenes: played, final }));
    }
    await player.box.close();
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\nThe story took ${seconds} s. As a page: ${relative(process.cwd(), pagePath)}`);
}

try {
  await playStory();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
