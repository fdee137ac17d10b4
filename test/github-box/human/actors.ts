/** Everything that happens without the REST API: people with git and a browser, and the runs that events start. */
import type { CommentRecord, ReleaseRecord, ReviewRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { forkRepository, type Push, pushFiles, type PushOptions, pushTag } from './commits.ts';
import {
  closePullAs,
  commentAs,
  labelAs,
  lockAs,
  mergePullAs,
  type MergePullOptions,
  openIssueAs,
  openPullAs,
  retargetPull,
  type RetargetOptions,
  type OpenPullOptions,
  reviewAs,
} from './pulls.ts';
import { publishReleaseAs } from './releases.ts';
import type { RunOptions } from './run-options.ts';
import {
  finishRun,
  type JobOptions,
  rerun,
  type RerunOptions,
  resumeRun,
  type StartedRun,
  startRun,
} from './runs.ts';

type Options<Action extends (world: World, options: never) => unknown> = Parameters<Action>[1];

export interface Actors {
  /** Commits files to a branch; a new branch starts at the default one. */
  pushFiles(options: PushOptions): Promise<Push>;
  /** @returns the tag object's name. */
  pushTag(options: Options<typeof pushTag>): Promise<string>;
  fork(options: Options<typeof forkRepository>): Promise<Repository>;
  /** @returns the number. */
  openPull(options: OpenPullOptions): Promise<number>;
  retargetPull(options: RetargetOptions): Promise<void>;
  closePull(options: Options<typeof closePullAs>): void;
  mergePull(options: MergePullOptions): Promise<{ readonly sha: string; readonly before: string }>;
  review(options: Options<typeof reviewAs>): ReviewRecord;
  comment(options: Options<typeof commentAs>): CommentRecord;
  label(options: Options<typeof labelAs>): void;
  /** Only those who may write can comment from now on. */
  lockConversation(options: Options<typeof lockAs>): void;
  /** A release made in the web form, whose tag, where it is new, is lightweight. */
  publishRelease(options: Options<typeof publishReleaseAs>): Promise<ReleaseRecord>;
  /** @returns the number. */
  openIssue(options: Options<typeof openIssueAs>): number;
  /** A run with its first job; it stays in progress until `finishRun`. */
  startRun(options: RunOptions & JobOptions & { readonly repository: string }): Promise<StartedRun>;
  rerun(run: { readonly id: number }, options?: RerunOptions): Promise<StartedRun>;
  /** Starts the run that a dispatch queued. */
  resumeRun(run: { readonly id: number }, options?: JobOptions): Promise<StartedRun>;
  finishRun(run: { readonly id: number }, conclusion: string): void;
}

/** @param folder of the box; steps get their files below it. */
export function createActors(world: World, folder: string): Actors {
  return {
    pushFiles: (options) => pushFiles(world, options),
    pushTag: (options) => pushTag(world, options),
    fork: (options) => forkRepository(world, options),
    openPull: (options) => openPullAs(world, options),
    retargetPull: (options) => retargetPull(world, options),
    closePull: (options) => closePullAs(world, options),
    mergePull: (options) => mergePullAs(world, options),
    review: (options) => reviewAs(world, options),
    comment: (options) => commentAs(world, options),
    label: (options) => labelAs(world, options),
    lockConversation: (options) => lockAs(world, options),
    publishRelease: (options) => publishReleaseAs(world, options),
    openIssue: (options) => openIssueAs(world, options),
    startRun: (options) => startRun(world, { ...options, folder }),
    rerun: (run, options) => rerun(world, { ...options, runId: run.id, folder }),
    resumeRun: (run, options) => resumeRun(world, { ...options, runId: run.id, folder }),
    finishRun: (run, conclusion) => finishRun(world, run.id, conclusion),
  };
}
