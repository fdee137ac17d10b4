/** What GitHub would show at the end of the play: the pull request with comments and statuses, releases, tags, ledger. */
import type { Played } from './play.ts';
import type { RunResult } from './engine/run-workflow.ts';
import { readReports, type KeptReport } from './reports.ts';
import { showDeployment, showIssue, showPull, showRelease } from '../demo/report/exhibits.ts';
import { readFinalState } from '../demo/report/final-state.ts';
import type { Exhibit, FinalState } from '../demo/report/record.ts';

export interface Shown {
  readonly repository: string;
  readonly source: string;
  readonly runs: readonly RunResult[];
  readonly reports: readonly KeptReport[];
  readonly pull: readonly Exhibit[];
  readonly releases: readonly Exhibit[];
  readonly deployments: readonly Exhibit[];
  /** Those that monitor opened, each with its comments. */
  readonly issues: readonly (readonly Exhibit[])[];
  readonly comments: readonly { readonly user: string; readonly body: string }[];
  readonly statuses: readonly {
    readonly state: string;
    readonly context: string;
    readonly description: string;
  }[];
  readonly final: FinalState;
}

export async function readShown({ box, loaded, runs, tagsBefore, second }: Played): Promise<Shown> {
  const repository = box.world.findRepository(loaded.name);
  if (repository === undefined)
    throw new Error(`${loaded.name}: expected the repository in the box, got none`);
  const pulls = [loaded.pull, ...(second === undefined ? [] : [second.pull])];
  const exhibits = await Promise.all(pulls.map((pull) => showPull(repository, pull)));
  const final = await readFinalState(repository);
  const published = repository.releases.filter(({ publishedAt }) => publishedAt !== null);
  return {
    repository: loaded.name,
    source: loaded.source,
    runs,
    reports: await readReports(box, runs),
    pull: exhibits.flat(),
    releases: published.map(showRelease),
    deployments: repository.deployments.map(showDeployment),
    issues: repository.issues
      .filter(({ pull }) => pull === undefined)
      .map(({ number }) => showIssue(repository, number)),
    comments: repository.comments
      .filter(({ issue }) => pulls.includes(issue))
      .map(({ user, body }) => ({ user, body })),
    statuses: repository.statuses.map(({ state, context, description }) => ({
      state,
      context,
      description: description ?? '',
    })),
    // What the repository had before is no result of this play.
    final: { ...final, tags: final.tags.filter(({ name }) => !tagsBefore.has(name)) },
  };
}
