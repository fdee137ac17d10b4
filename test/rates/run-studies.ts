/** Runs every study, as many at once as there are processors: each is arithmetic in one thread. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { type Study, studies, type StudyName } from './studies.ts';

export type Studies = Readonly<Record<StudyName, Study>>;

/** What each study found; seconds of each are printed as it ends. */
export async function runStudies(): Promise<Studies> {
  const waiting = Object.keys(studies) as StudyName[];
  const found: Partial<Record<StudyName, Study>> = {};
  const threads = Math.min(availableParallelism(), waiting.length);
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(join(import.meta.dirname, 'study-worker.ts'));
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const startMs = performance.now();
        worker.postMessage(name);
        // Rejects with the error of a study that fails.
        const [study] = (await once(worker, 'message')) as [Study];
        found[name] = study;
        console.error(`${name}: ${((performance.now() - startMs) / 1000).toFixed(0)} s`);
      }
      await worker.terminate();
    }),
  );
  return found as Studies;
}
