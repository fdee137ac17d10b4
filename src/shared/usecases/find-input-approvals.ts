/**
 * How many approvals the pull requests have that changed what a retraining trains: it is of their code, and has no review of its
 * own (docs/trust.md#what-was-merged-since).
 */
import { folderOf } from '../domain/kernel/repository-path.ts';
import type { ModelConfig } from '../domain/config/config.ts';
import { smallest } from '../domain/kernel/extremes.ts';
import type { InputApprovals } from '../domain/supply-chain/decide-admission.ts';
import { inputsAmong } from '../domain/supply-chain/input-patterns.ts';
import type { Contents } from '../ports/github.ts';
import { createOrigins, type OriginPorts } from './merged-origins.ts';

export interface InputApprovalsRequest {
  readonly required: number;
  /** The commit of the version that is replaced, and the one that was trained. */
  readonly since: string;
  readonly commit: string;
  /** The branch of both. */
  readonly branch: string;
  readonly config: ModelConfig;
}

/** Each costs a request. Of more, their folders are asked about. */
const MAX_PATHS = 10;

/** @returns undefined where none lacks an approval; pushes without a pull request cannot have any. */
export async function findInputApprovals(
  ports: OriginPorts & { readonly contents: Pick<Contents, 'changesOf' | 'compare'> },
  { required, since, commit, branch, config }: InputApprovalsRequest,
): Promise<InputApprovals | undefined> {
  if (required === 0 || since === commit) return undefined;
  const compared = await ports.contents.compare(since, commit);
  if (compared === undefined) return undefined;
  const origins = createOrigins(ports, { branch, newest: commit, since: compared.commits });
  const lacking = new Map<
    number,
    { readonly makers: readonly string[] | undefined; readonly given: number }
  >();
  for (const path of placesOf(inputsAmong(compared.changedFiles.paths, [config])))
    for (const origin of await origins.ofPath(path)) {
      const given = await origins.approvalsOf(origin);
      const { pull } = origin;
      if (pull !== undefined && given < required && !lacking.has(pull.number))
        lacking.set(pull.number, { makers: await origins.makersOf(origin), given });
    }
  if (lacking.size === 0) return undefined;
  return {
    required,
    given: smallest([...lacking.values()].map(({ given }) => given)),
    pulls: [...lacking.keys()].sort((left, right) => left - right),
    authors: joinAll([...lacking.values()].map(({ makers }) => makers)),
  };
}

function joinAll(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.includes(undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
}

/** The files; of many, the folders that have them, or what stands at the root. */
function placesOf(paths: readonly string[]): readonly string[] {
  const shorter = [
    paths,
    paths.map((path) => folderOf(path) || path),
    paths.map((path) => path.replace(/\/.*$/s, '')),
  ];
  const places = shorter.map((list) => [...new Set(list)]);
  return places.find(({ length }) => length <= MAX_PATHS) ?? places.at(-1) ?? [];
}
