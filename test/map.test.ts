/** The map in src/shared/README.md names every folder of the sources and every file of ports, and none that is gone. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { DOMAIN_ORDER } from './tools/architecture/rules/domain-order.ts';
import { listRepositoryFiles } from './tools/repository-files.ts';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = /^(?:actions|src\/shared)\/.*\.ts$/;

it('the map names the folders that exist', async () => {
  const map = await readFile(join(ROOT, 'src/shared/README.md'), 'utf8');
  const paths = (await listRepositoryFiles(ROOT)).filter((path) => SOURCE.test(path));
  const folders = paths.flatMap((path) => withParents(dirname(path)));
  const tree = /^```\n([\s\S]*?)^```$/m.exec(map)?.[1] ?? '';
  expect(readTree(tree).toSorted()).toEqual([...new Set(folders)].toSorted());
});

/** What several walls read, and no wall of its own. */
const READ_BY_WALLS = [
  ...['changes', 'evaluated-code', 'global-names', 'kept-state', 'pure-packages', 'regular-expressions'],
  ...['compared-names', 'exceptions', 'iterated-names', 'name-tables', 'typed-program'],
];
/** Walls that the map names by what they find. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  'number-names': 'numbers',
  'sibling-spreads': 'siblings',
};

it('the map says of each wall what it finds', async () => {
  const map = await readFile(join(ROOT, 'src/shared/README.md'), 'utf8');
  const section = map.split('\n### ').find((part) => part.startsWith('What the walls find')) ?? '';
  const named = Array.from(section.matchAll(/^- \*\*([^*]+)\*\*/gm), ([, name = '']) =>
    name.replaceAll(' ', '-'),
  );
  const files = (await listRepositoryFiles(ROOT))
    .filter((path) => /^test\/tools\/architecture\/(?:rules|typed)\/[\w-]+\.ts$/.test(path))
    .map((path) => basename(path, '.ts'));
  const walls = files.filter((name) => !READ_BY_WALLS.includes(name));
  const missing = walls.filter((name) => !named.includes(NAMED_OTHERWISE[name] ?? name));
  expect(
    missing,
    'src/shared/README.md: say under "What the walls find" what this one finds, and what not',
  ).toEqual([]);
});

it('the order of the domain names the folders that exist', async () => {
  const domain = 'src/shared/domain/';
  const folders = (await listRepositoryFiles(ROOT))
    .filter((path) => path.startsWith(domain) && SOURCE.test(path))
    .map((path) => dirname(path.slice(domain.length)));
  expect(DOMAIN_ORDER.toSorted()).toEqual([...new Set(folders)].toSorted());
});

describe('the ports', async () => {
  const files = await listRepositoryFiles(ROOT);
  const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');
  const paths = files.filter((path) => path.startsWith('src/shared/ports/'));

  it('are named in the map, by their files', async () => {
    const [, named = ''] = /^ +ports\/ .*: (.*)$/m.exec(await read('src/shared/README.md')) ?? [];
    const names = paths.map((path) => basename(path, '.ts'));
    expect(named.split(', ').toSorted(), 'src/shared/README.md: name each file of ports/').toEqual(
      names.toSorted(),
    );
  });

  it('are each created by an adapter or by the runtime', async () => {
    const creators = files.filter((path) => /^src\/shared\/(?:adapters|runtime)\/.*\.ts$/.test(path));
    const code = (await Promise.all(creators.map(read))).join('\n');
    const ports = (await Promise.all(paths.map(read))).flatMap(namesOfPorts);
    expect(ports.length).toBeGreaterThan(15);
    const missing = ports.filter((name) => !new RegExp(`\\b${name}\\b`).test(code));
    expect(missing, 'add a create… function in src/shared/adapters that returns the port').toEqual([]);
  });
});

it('a port is an interface that can be called, by a method or by a property', () => {
  const text = `
export interface Methods { read(path: string): void }
export interface Properties { readonly page: (path: string) => void }
export interface Optional { readonly page?: ((path: string) => void) | undefined }
export interface Calls { (path: string): void }
export interface Data { readonly path: string; readonly pages: (string | number)[] }
interface Own { read(path: string): void }
`;
  expect(namesOfPorts(text)).toEqual(['Methods', 'Properties', 'Optional', 'Calls']);
});

it('a tree is read as the paths of its folders, several on one line included', () => {
  const tree =
    'a/\n  b.ts  no folder\n  c/ d/\n        more about c and d/e\n    f/  text\n  g/\nh/i/\n  j/  k/l\n';
  expect(readTree(tree)).toEqual(['a', 'a/c', 'a/d', 'a/c/f', 'a/d/f', 'a/g', 'h/i', 'h/i/j']);
});

/** Of exported interfaces; those that hold data only are made by whoever has the data. */
function namesOfPorts(text: string): readonly string[] {
  const tree = ts.createSourceFile('port.ts', text, ts.ScriptTarget.Latest);
  return tree.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .filter(({ members }) => members.some(isCallable))
    .map(({ name }) => name.text);
}

function isCallable(member: ts.TypeElement): boolean {
  if (ts.isMethodSignature(member) || ts.isCallSignatureDeclaration(member)) return true;
  return ts.isPropertySignature(member) && member.type !== undefined && isFunction(member.type);
}

function isFunction(type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isFunction(type.type);
  return ts.isUnionTypeNode(type) ? type.types.some(isFunction) : ts.isFunctionTypeNode(type);
}

/** Names that end in `/` at the beginning of a line, two spaces for each level; a level below several is below each. */
function readTree(tree: string): readonly string[] {
  const levels: (readonly string[])[] = [];
  return tree.split('\n').flatMap((line) => {
    const names = /^(?<indent> *)(?<names>(?:[\w/-]+\/ )*[\w/-]+\/)(?: {2}|$)/.exec(line)?.groups;
    if (names === undefined) return [];
    const depth = (names.indent ?? '').length / 2;
    const parents = depth === 0 ? [''] : (levels[depth - 1] ?? []).map((parent) => `${parent}/`);
    const here = parents.flatMap((parent) =>
      (names.names ?? '').split(' ').map((name) => parent + name.replace(/\/$/, '')),
    );
    levels.splice(depth, levels.length, here);
    return here;
  });
}

/** Down to the two roots of the map. */
function withParents(folder: string): readonly string[] {
  const parents = folder.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  return parents.filter((parent) => parent !== 'src');
}
