/** What the actions have left in a repository of the box, as the suites want to compare it. */
import type { AssetRecord } from '../github-box/state/records.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { readCommand } from './command.ts';

export interface ModelDocument {
  readonly assets: readonly { readonly asset: string; readonly sha256: string; readonly role: string }[];
}

export interface RepositoryView {
  /** Bodies of the comments on an issue or pull request. */
  comments(number: number): readonly string[];
  /** States of the statuses of a pull request's head, oldest first. */
  states(number: number): readonly string[];
  /** `tag` for an annotated tag, `commit` for a lightweight one. @throws when there is none. */
  tagTypes(...tags: readonly string[]): Promise<readonly string[]>;
  /** Of a published release. @throws when there is none. */
  assets(version: string): readonly AssetRecord[];
  document(version: string): ModelDocument;
  /** The assets that are the model itself. */
  modelFiles(version: string): readonly AssetRecord[];
  /** Kinds of all events of the ledger, sorted. */
  ledgerEvents(): Promise<readonly string[]>;
}

const LEDGER = 'model-steward-ledger';

export function viewRepository(repository: Repository, model: string): RepositoryView {
  const git = (...args: readonly string[]): Promise<string> =>
    readCommand('git', ['--git-dir', repository.git.path, ...args]);

  function assets(version: string): readonly AssetRecord[] {
    const tag = `${model}@v${version}`;
    const release = repository.releases.find(({ tagName, draft }) => tagName === tag && !draft);
    if (release === undefined) throw new Error(`${tag}: expected a published release, got none`);
    return release.assets;
  }

  function document(version: string): ModelDocument {
    const found = assets(version).find(({ name }) => name === 'model.json');
    return JSON.parse(found?.bytes.toString() ?? '') as ModelDocument;
  }

  return {
    assets,
    document,
    comments: (number) => repository.comments.filter(({ issue }) => issue === number).map(({ body }) => body),
    states: (number) => {
      const head = repository.issues.find((issue) => issue.number === number)?.pull?.headSha;
      return repository.statuses.filter(({ sha }) => sha === head).map(({ state }) => state);
    },
    tagTypes: (...tags) =>
      Promise.all(tags.map(async (tag) => (await git('cat-file', '-t', `refs/tags/${tag}`)).trim())),
    modelFiles: (version) => {
      const files = document(version).assets.filter(({ role }) => role === 'model');
      return assets(version).filter(({ name }) => files.some(({ asset }) => asset === name));
    },
    ledgerEvents: async () => {
      const paths = (await git('ls-tree', '-r', '--name-only', LEDGER)).split('\n');
      const events = paths.filter((path) => path.endsWith('.json'));
      const texts = await Promise.all(events.map((path) => git('show', `${LEDGER}:${path}`)));
      return texts.map((text) => (JSON.parse(text) as { readonly event: string }).event).sort();
    },
  };
}
