/**
 * Stories: steps that run beside each other in this process, each with the environment of its job, and that can be left
 * to die. An abandoned story is what a killed process is to everybody else: none of its requests is served any more, its
 * clock stands still, and no timer of its wakes it. What it only has in memory is gone. test/journeys/crashes.test.ts kills
 * real processes.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../src/shared/ports/runner.ts';
import type { StartedJob } from '../github-box/human/runs.ts';
import { clockOf } from '../ground/box-ports.ts';
import { runStep, type EndedStep, type StepRequest } from '../ground/step.ts';
import { installObjectsInProcess } from './objects-in-process.ts';

/**
 * Pauses of libraries, which do not use the step's clock, pass so many times faster. Those are of more than a second; git,
 * which is kept for a second after each question, is not started for the next one.
 */
const HURRY = 200;
const SHORTER_THAN_PAUSES_MS = 1000;

interface Story {
  readonly job: StartedJob;
  /** How the step ended; never settles once the story is abandoned. */
  readonly ended: Promise<EndedStep>;
  abandon(): void;
  /** Every time limit that is running has passed. */
  passTimeLimits(): void;
}

interface Inside {
  readonly environment: NodeJS.ProcessEnv;
  readonly limits: Set<AbortController>;
  printed: string;
  isAbandoned: boolean;
}

const stories = new AsyncLocalStorage<Inside>();

/** @returns what puts the process back as it was. */
export function installStories(): () => void {
  const { env, stdout } = process;
  const { setTimeout } = globalThis;
  // oxlint-disable-next-line typescript/unbound-method -- both are put back where they were
  const [{ write }, { timeout }] = [stdout, AbortSignal];
  Object.defineProperty(process, 'env', {
    configurable: true,
    get: () => stories.getStore()?.environment ?? env,
  });
  const writeOrKeep = (chunk: string | Uint8Array): boolean => {
    const story = stories.getStore();
    if (story === undefined) return write.call(stdout, chunk);
    story.printed += Buffer.from(chunk).toString();
    return true;
  };
  const wakeSoon = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout => {
    const story = stories.getStore();
    const wake = (): void => {
      if (story?.isAbandoned !== true) callback(...args);
    };
    return setTimeout(wake, story !== undefined && ms > SHORTER_THAN_PAUSES_MS ? ms / HURRY : ms);
  };
  const uninstallObjects = installObjectsInProcess();
  Reflect.set(stdout, 'write', writeOrKeep);
  Reflect.set(globalThis, 'setTimeout', Object.assign(wakeSoon, setTimeout));
  AbortSignal.timeout = (ms) => {
    const story = stories.getStore();
    if (story === undefined) return timeout.call(AbortSignal, ms);
    const limit = new AbortController();
    story.limits.add(limit);
    return limit.signal;
  };
  return () => {
    Object.defineProperty(process, 'env', { configurable: true, writable: true, value: env });
    stdout.write = write;
    globalThis.setTimeout = setTimeout;
    AbortSignal.timeout = timeout;
    uninstallObjects();
  };
}

/** Starts a step as a story. */
export function startStory(request: Omit<StepRequest, 'beside'>): Story {
  const { box, job } = request;
  const inside: Inside = {
    environment: { PATH: process.env.PATH, HOME: process.env.HOME, ...job.environment },
    limits: new Set(),
    printed: '',
    isAbandoned: false,
  };
  const clock = request.clock ?? clockOf(box);
  const story = { ...request, clock: mortal(clock, inside), beside: true };
  const ended = stories.run(inside, () => runStep(story));
  return {
    job,
    ended: ended.then((end) => (inside.isAbandoned ? never() : { ...end, printed: inside.printed })),
    abandon: () => void (inside.isAbandoned = true),
    passTimeLimits: () => {
      for (const limit of inside.limits)
        limit.abort(new DOMException('The operation timed out', 'TimeoutError'));
      inside.limits.clear();
    },
  };
}

function mortal(clock: Clock, inside: Inside): Clock {
  return { ...clock, sleep: (ms) => (inside.isAbandoned ? never() : clock.sleep(ms)) };
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
