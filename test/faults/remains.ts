/** What a step leaves in a repository, without what differs from try to try: dates, identifiers and numbers of attempts. */
import { LEDGER_BRANCH } from '../../src/shared/domain/kernel/names.ts';
import type { Box } from '../github-box/box.ts';
import { listRefs } from '../github-box/git/refs.ts';
import { readTree } from '../github-box/git/tree.ts';
import type { Repository } from '../github-box/state/repository.ts';

export type Remains = Readonly<Record<string, unknown>>;

export async function remainsOf(box: Box, repository: Repository): Promise<Remains> {
  const { issues, comments, statuses, releases, deployments } = repository;
  return {
    tags: await tagsOf(repository),
    releases: releases.map(({ tagName, draft, body, assets }) => ({
      tagName,
      draft,
      body: steady(body),
      assets: assets.map(({ name, digest, state }) => `${name} ${state} ${digest ?? ''}`).sort(),
    })),
    events: eventsOf((await ledgerOf(repository)).map(({ text }) => JSON.parse(text) as Event)),
    comments: comments.map(({ issue, body }) => `#${issue} ${steady(body)}`),
    issues: issues.map(({ number, state, title, labels }) => ({ number, state, title, labels })),
    statuses: lastStatuses(statuses).sort(),
    deployments: deploymentsOf(deployments),
    artifacts: artifactsOf(box, repository),
  };
}

/** Those of a run that was killed end as inactive, and count no more than those of earlier versions. */
function deploymentsOf(deployments: Repository['deployments']): readonly string[] {
  const states = deployments.map(({ payload, statuses }) => {
    const version: unknown = Reflect.get(Object(payload) as object, 'version');
    return `${String(version)} ${statuses.at(-1)?.state ?? 'pending'}`;
  });
  return states.filter((state) => !/ (inactive|error|failure)$/.test(state));
}

/**
 * Each attempt has its own. An event that could not be written to the ledger is kept as one too, and so is the reason of an
 * attempt that failed; both stay there, and are no second of anything. A check is named by its digest, which says which
 * check came before it.
 */
function artifactsOf({ world }: Box, { fullName }: Repository): readonly string[] {
  const names = world.results
    ?.artifactsIn(fullName)
    .map(({ name }) => name.replace(/-\d+(?=\.|$)/, '').replace(/(?<=\.check)-[0-9a-f]{8}$/, ''));
  const evidence = names?.filter((name) => !/\.(event|failure)$/.test(name));
  return [...new Set(evidence)].sort();
}

export async function tagsOf({ git }: Repository): Promise<readonly string[]> {
  return (await listRefs(git, 'refs/tags/')).map(({ name }) => name.slice('refs/tags/'.length)).sort();
}

interface LedgerFile {
  readonly path: string;
  readonly text: string;
}

export async function ledgerOf({ git }: Repository): Promise<readonly LedgerFile[]> {
  const branch = `refs/heads/${LEDGER_BRANCH}`;
  if ((await listRefs(git, branch)).length === 0) return [];
  const entries = await readTree(git, `${branch}^{tree}`, true);
  const files = entries.filter(({ type }) => type === 'blob');
  return await Promise.all(
    files.map(async ({ path, sha }) => ({
      path,
      text: (await git.objects.read(sha))?.content.toString('utf8') ?? '',
    })),
  );
}

interface Event {
  readonly event: string;
  readonly stage?: { readonly tag: string };
  readonly version?: { readonly version: string };
  readonly deployment?: { readonly version: string; readonly outcome: string };
}

/** What happened, in a few words. Each attempt of monitor has its own check, and a deployment may fail before it succeeds. */
function eventsOf(events: readonly Event[]): readonly string[] {
  const described = events.map(({ event, stage, version, deployment }) =>
    [event, stage?.tag, version?.version, deployment?.version, deployment?.outcome].filter(Boolean).join(' '),
  );
  const checks = new Set(described.filter((event) => event.startsWith('checked')));
  const others = described.filter((event) => !checks.has(event) && !/ (failed|rolled-back)$/.test(event));
  return [...others, ...checks].sort();
}

/** One status a commit and context counts: the last. */
function lastStatuses(statuses: Repository['statuses']): string[] {
  const last = new Map(statuses.map(({ sha, context, state }) => [`${sha} ${context}`, state]));
  return [...last].map(([key, state]) => `${key} ${state}`);
}

/** Numbers of attempts and identifiers stand in links, and times in claims. */
function steady(text: string | null): string {
  return (text ?? '').replaceAll(/\/attempts\/\d+|#issuecomment-\d+|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
}
