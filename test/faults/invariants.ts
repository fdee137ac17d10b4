/** What holds in a repository at any moment, whatever happened to the steps that wrote there. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { EndedStep } from '../ground/step.ts';
import type { ReleaseRecord } from '../github-box/state/records.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { ledgerOf, tagsOf } from './remains.ts';
import type { Stage } from './stage.ts';

export async function checkInvariants({ repository }: Pick<Stage, 'repository'>): Promise<void> {
  const published = repository.releases.filter(({ draft }) => !draft);
  expect(doubled(published.map(({ tagName }) => tagName)), 'releases of one tag').toEqual([]);
  for (const release of published) checkRelease(release);
  expect(doubled(await stageMoves(repository)), 'moves of a stage to one version').toEqual([]);
  expect(doubled(await occasions(repository)), 'events of the ledger').toEqual([]);
  expect(doubled(repository.comments.flatMap(markedComment)), 'comments').toEqual([]);
  const open = repository.issues.filter(({ state, pull }) => state === 'open' && pull === undefined);
  expect(doubled(open.map(({ labels }) => [...labels].sort().join(' '))), 'open issues').toEqual([]);
}

/** A published release is whole: the files that its list names, with the bytes that it names, and nothing else. */
function checkRelease({ tagName, assets }: ReleaseRecord): void {
  const sums = assets.find(({ name }) => name === 'SHA256SUMS');
  expect(sums, `SHA256SUMS of ${tagName}`).toBeDefined();
  const model = JSON.parse(textOf(assets.find(({ name }) => name === 'model.json'))) as {
    readonly assets: readonly { readonly asset: string; readonly sha256: string }[];
  };
  const named = new Map(model.assets.map(({ asset, sha256 }) => [asset, sha256]));
  for (const { name, state, bytes } of assets) {
    expect(state, `${name} of ${tagName}`).toBe('uploaded');
    if (name === 'model.json') continue;
    expect(digestOf(bytes), `bytes of ${name} of ${tagName}`).toBe(named.get(name));
    named.delete(name);
  }
  expect([...named.keys()], `files that ${tagName} lacks`).toEqual([]);
}

/** Two moves to one version with no other between them are one move too many. */
async function stageMoves(repository: Repository): Promise<readonly string[]> {
  const { git } = repository;
  const moves = (await tagsOf(repository)).filter((tag) => /#\w+#\d+$/.test(tag));
  const commits = await Promise.all(
    moves.map(
      async (tag) => [tag, (await git.objects.read(`refs/tags/${tag}^{commit}`))?.sha ?? ''] as const,
    ),
  );
  return commits.map(([tag, commit]) => `${tag.replace(/#\d+$/, '')} ${commit}`);
}

/** An event happened once: of one run, kind, stage and version. */
async function occasions(repository: Repository): Promise<readonly string[]> {
  return (await ledgerOf(repository)).map(({ path, text }) => {
    const event = JSON.parse(text) as Readonly<Record<string, unknown>>;
    // Each attempt of a monitor has its own check, and each deployment its own end.
    if (event.event === 'checked') return path;
    const { deployment } = event as { readonly deployment?: { readonly deploymentId?: number } };
    if (deployment !== undefined) return `deployed ${String(deployment.deploymentId)}`;
    const run = /-(\d+)-\d+/.exec(path)?.[1] ?? path;
    return [event.event, event.stage, event.version, run].map(String).join(' ');
  });
}

/** The first line of a comment of Model Steward names what it is about. */
function markedComment({ issue, body }: Repository['comments'][number]): readonly string[] {
  const [mark] = /<!-- model-steward:[^>]*-->/.exec(body) ?? [];
  return mark === undefined ? [] : [`#${issue} ${mark}`];
}

/** Places where a secret can be read by others. */
export async function findSecrets(
  { repository }: Pick<Stage, 'repository'>,
  ended: EndedStep | undefined,
  secrets: readonly string[],
): Promise<readonly string[]> {
  const { issues, comments, statuses, releases, deployments } = repository;
  const places: Readonly<Record<string, string>> = {
    step: JSON.stringify({ ...ended, error: undefined, printed: shown(ended?.printed ?? '') }),
    conversations: JSON.stringify([issues, comments, statuses, deployments]),
    releases: releases
      .map((release) => JSON.stringify([release.body, release.assets.map(textOf)]))
      .join('\n'),
    ledger: JSON.stringify(await ledgerOf(repository)),
  };
  return Object.keys(places).filter((place) => secrets.some((secret) => places[place]!.includes(secret)));
}

/** The runner takes the lines that name what to mask. */
function shown(printed: string): string {
  return printed.replaceAll(/^::add-mask::.*$/gm, '');
}

function doubled(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function textOf(asset: ReleaseRecord['assets'][number] | undefined): string {
  return asset?.bytes.toString('utf8') ?? '';
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
