/**
 * Years of a registry in a second: thousands of versions and stage moves, each version on a commit of its own, as one
 * pack and one file of refs, as `git gc` leaves them. Every version that was in production was taken out again, so the
 * stage is empty now.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';

export interface LongHistory {
  readonly model: string;
  readonly versions: number;
  /** Half of them give the stage, and half take it away. */
  readonly stageMoves: number;
  /** Models beside it, of one version each. */
  readonly otherModels: number;
}

export const TEN_YEARS: Omit<LongHistory, 'model'> = {
  versions: 10_000,
  stageMoves: 1_000,
  otherModels: 300,
};

const FIRST_SECONDS = Date.parse('2016-01-01T00:00:00Z') / 1000;
const HOUR_SECONDS = 3600;
/** Every repository has it. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const packTypes = { commit: 1, tree: 2, tag: 4 } as const;

/** @param gitDirectory of a repository without packed refs. @returns the number of tags. */
export async function writeHistory(gitDirectory: string, history: LongHistory): Promise<number> {
  const { pack, refs } = renderHistory(history);
  const run = promisify(execFile)('git', ['--git-dir', gitDirectory, 'index-pack', '--stdin']);
  run.child.stdin?.end(pack);
  await run;
  const lines = [...refs]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, sha]) => `${sha} ${name}`);
  await writeFile(join(gitDirectory, 'packed-refs'), `# pack-refs with: sorted\n${lines.join('\n')}\n`, {
    flag: 'wx',
  });
  return refs.size;
}

function renderHistory({ model, versions, stageMoves, otherModels }: LongHistory): {
  readonly pack: Buffer;
  readonly refs: ReadonlyMap<string, string>;
} {
  const objects: Buffer[] = [];
  const refs = new Map<string, string>();
  let seconds = FIRST_SECONDS;
  const ann = (): string => `Ann <ann@example.com> ${(seconds += HOUR_SECONDS)} +0000`;
  const add = (type: keyof typeof packTypes, text: string): string => {
    objects.push(renderObject(packTypes[type], Buffer.from(text)));
    return createHash('sha1')
      .update(`${type} ${Buffer.byteLength(text)}\0${text}`)
      .digest('hex');
  };
  const commit = (text: string): string =>
    add('commit', `tree ${EMPTY_TREE}\nauthor ${ann()}\ncommitter ${ann()}\n\n${text}\n`);
  const tag = (name: string, target: string): void => {
    const text = `object ${target}\ntype commit\ntag ${name}\ntagger ${ann()}\n\n${name}\n\nRun: by hand\n`;
    refs.set(`refs/tags/${name}`, add('tag', text));
  };
  add('tree', '');
  const every = Math.floor(versions / (stageMoves / 2));
  // The first move was made by whoever uses this history.
  let counter = 1;
  for (let version = 1; version <= versions; version += 1) {
    const target = commit(`version ${version}`);
    tag(`${model}@v0.${version}.0`, target);
    if (version % every !== 0) continue;
    tag(`${model}#production#${++counter}`, target);
    tag(`${model}#production!#${++counter}`, target);
  }
  for (let other = 1; other <= otherModels; other += 1)
    tag(`model-${other}@v1.0.0`, commit(`model ${other}`));
  return { pack: renderPack(objects), refs };
}

/** https://git-scm.com/docs/gitformat-pack */
function renderPack(objects: readonly Buffer[]): Buffer {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(objects.length, 8);
  const content = Buffer.concat([header, ...objects]);
  return Buffer.concat([content, createHash('sha1').update(content).digest()]);
}

/** Type and size, seven bits a byte after the first four; then the content, deflated. */
function renderObject(type: number, content: Buffer): Buffer {
  const bytes: number[] = [];
  let byte = (type << 4) | (content.length & 15);
  for (let rest = content.length >> 4; rest > 0; rest >>= 7) {
    bytes.push(byte | 0x80);
    byte = rest & 0x7f;
  }
  return Buffer.concat([Buffer.from([...bytes, byte]), deflateSync(content, { level: 1 })]);
}
