/**
 * Every place of the product that writes to GitHub, found in its sources: a call of a method of a port that writes. Which
 * methods do is said here for all of them, and the compiler asks for a new one. Not found: a method that is handed on
 * under another name.
 */
import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { GitHub } from '../../src/shared/adapters/github/create-github.ts';
import type { Place } from './executed.ts';

type Writes = { readonly [Port in keyof GitHub]: { readonly [Method in keyof GitHub[Port]]: boolean } };

const writes: Writes = {
  artifacts: { ofRun: false, named: false, download: false },
  artifactUploads: { upload: true },
  branches: { ensure: true, changeFile: true },
  comments: { find: false, findInPull: false, upsert: true, claim: true },
  contents: {
    fileAt: false,
    filesIn: false,
    changesOf: false,
    compare: false,
    filesOtherwise: false,
    objectsAt: false,
  },
  deployments: { list: false, status: false, create: true, setState: true },
  fileCache: { restore: false, save: true },
  issues: { find: false, create: true, update: true, close: true, reopen: true, get: false },
  ledgerEvents: { readAll: false },
  ledger: { append: true, appendAll: true, history: false, list: false, absent: false, read: false },
  ownPullRequests: { findOpen: false, get: false, open: true, update: true },
  people: { permission: false, writers: false, pushesTo: false, signersOf: false, signedCommits: false },
  pullRequests: {
    get: false,
    ofCommit: false,
    openWithHead: false,
    reviews: false,
    changedFiles: false,
    proposal: false,
  },
  releases: {
    find: false,
    newestOf: false,
    createDraft: true,
    uploadAsset: true,
    publish: true,
    downloadAsset: false,
  },
  repositories: { defaultBranch: false, isPrivate: false, commit: false, commitsBetween: false },
  statuses: { latestDescription: false, set: true },
  tags: { ofModel: false, known: false, create: true, createRegistrationCommit: true, get: false },
  workflows: {
    run: false,
    attempt: false,
    runsOfHead: false,
    dispatch: true,
    activeRuns: false,
  },
  writePlan: { calls: false, note: false },
};

export interface WriteSite extends Place {
  /** `actions/monitor/steps/keep-issues.ts: issues.close`, and a number where the file has several. */
  readonly name: string;
}

const root = join(import.meta.dirname, '..', '..');

export async function listWriteSites(): Promise<readonly WriteSite[]> {
  const sites: WriteSite[] = [];
  for await (const file of glob(['actions/*/**/*.ts', 'src/shared/usecases/*.ts'], { cwd: root }))
    sites.push(...sitesIn(join(root, file), await readFile(join(root, file), 'utf8')));
  return sites.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function sitesIn(file: string, text: string): readonly WriteSite[] {
  const found = [...text.matchAll(/\b(\w+)\.(\w+)\(/g)].filter(([, port = '', method = '']) =>
    isWrite(port, method),
  );
  return found.map(({ 0: call, index: offset }) => {
    const same = found.filter(([other]) => other === call);
    const count = same.length === 1 ? '' : ` (${same.findIndex(({ index }) => index === offset) + 1})`;
    return { name: `${relative(root, file)}: ${call.slice(0, -1)}${count}`, file, offset };
  });
}

function isWrite(port: string, method: string): boolean {
  const methods = Object.entries(writes).find(([name]) => name === port)?.[1];
  return methods !== undefined && Reflect.get(methods, method) === true;
}
