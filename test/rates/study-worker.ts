/** Runs the studies whose names it is sent, one after the other, and answers with what each found. */
import { parentPort } from 'node:worker_threads';
import { studies, type StudyName } from './studies.ts';

if (parentPort === null) throw new Error('study-worker.ts: start it as a worker thread (test/rates/run.ts)');
const port = parentPort;
port.on('message', (name: StudyName) => {
  // A rejection ends the thread, which run.ts reports.
  void (async () => {
    port.postMessage(await studies[name]());
  })();
});
