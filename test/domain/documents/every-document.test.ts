/**
 * Nothing is written that outlives its run without a schema for others, a fixture for later versions, and a place in the docs.
 * A document is found by its name in the sources, and what is written in canonical form by the schema that it is given.
 */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, listDocumentKeys } from './version-1.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Path from the root → text. */
type Texts = ReadonlyMap<string, string>;

function textsAt(pattern: string): Texts {
  const paths = globSync(pattern, { cwd: ROOT, exclude: ['actions/dist'] });
  return new Map(paths.sort().map((path) => [path, read(path)]));
}

/** What a document has to be in, beside the sources: in each the names of documents that are there. */
interface Homes {
  readonly published: ReadonlySet<string>;
  readonly fixtures: ReadonlySet<string>;
  readonly examples: ReadonlySet<string>;
  readonly documented: ReadonlySet<string>;
}

const STEPS: Readonly<Record<keyof Homes, string>> = {
  published:
    'add its schema to `published` in test/tools/schemas.ts, and run `npm run docs`: whoever reads the document needs its schema',
  fixtures:
    'run `node test/domain/documents/make-documents.ts`, which makes its fixture: later versions have to read it',
  examples:
    'run `node test/domain/documents/make-documents.ts`, which adds examples: a document of a later version is made from them',
  documented: 'link its schema (`schemas/<name>.schema.json`) where a page of docs/ says what it is for',
};

/** A name of a document, in quotes. */
const NAME = /["'`](model-steward\/[\w-]+\/\d+)\b/g;
/** What `schema` says, of a document that is made or read. */
const SCHEMA = /\bschema: (?:z\.literal\()?(["'`])(?<name>[^"'`]*)\1/g;
/** Not the names of this product: the schemas of YAML. */
const OF_OTHERS: ReadonlySet<string> = new Set(['failsafe', 'core']);
/** Comments may name others. */
const COMMENT_LINE = /^ *(?:\/?\*|\/\/).*$/gm;
const WRITTEN = /\b(?:serializeDocument|checkDocument)\(\s*(?<schema>\w+)/g;

/** @returns one sentence for each document that has no home of some kind, and for each schema that is named like none. */
function findHomeless(sources: Texts, homes: Homes): readonly string[] {
  const names = new Map<string, string>();
  const found: string[] = [];
  for (const [path, written] of sources) {
    const text = written.replace(COMMENT_LINE, '');
    for (const [, name = ''] of text.matchAll(NAME)) if (!names.has(name)) names.set(name, path);
    for (const { groups } of text.matchAll(SCHEMA)) {
      const name = groups?.name ?? '';
      if (OF_OTHERS.has(name) || /^model-steward\/[a-z-]+\/\d+$/.test(name)) continue;
      found.push(
        `${path}: expected the schema of a document to be like model-steward/run/1, got ${name}; name it so, as a text: by it a reader knows what it reads`,
      );
    }
  }
  for (const [name, path] of names)
    for (const home of ['published', 'fixtures', 'examples', 'documented'] as const)
      if (!homes[home].has(name)) found.push(`${path}: the document ${name}: ${STEPS[home]}`);
  return found;
}

/** Schemas by which documents are written, other than those in `published`. `schema` is a parameter. */
function findUnpublished(sources: Texts, publisher: string): readonly string[] {
  return [...sources].flatMap(([path, text]) =>
    [...text.matchAll(WRITTEN)].flatMap(({ groups }) => {
      const schema = groups?.schema ?? '';
      const isKnown = schema === 'schema' || new RegExp(`: ${schema},`).test(publisher);
      return isKnown ? [] : [`${path}: ${schema} writes a document: ${STEPS.published}`];
    }),
  );
}

function schemaNamesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(schemaNamesIn);
  const isDocument = typeof value === 'object' && value !== null && 'schema' in value;
  return isDocument ? [String(value.schema)] : [];
}

function namesInFolder(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Set(
    files.flatMap((name) => schemaNamesIn(JSON.parse(readFileSync(join(folder, name), 'utf8')))),
  );
}

const published = new Map(
  listDocumentKeys().flatMap((key) => {
    const [path = '', value = ''] = key.split(' = ');
    const [document = '', ...more] = path.split('.');
    return more.join('.') === 'schema' && value !== ''
      ? [[String(JSON.parse(value)), document] as const]
      : [];
  }),
);
const pages = [...textsAt('docs/*.md').values()].join('\n');
const linked = [...published].filter(([, file]) => pages.includes(`(schemas/${file}.schema.json)`));

const sources = textsAt('{src,actions}/**/*.ts');
const homes: Homes = {
  published: new Set(published.keys()),
  fixtures: namesInFolder(FIXTURES),
  examples: namesInFolder(join(FIXTURES, 'complete')),
  documented: new Set(linked.map(([name]) => name)),
};

it('every document has a schema that is published, a fixture, examples, and a page that links its schema', () => {
  expect(findHomeless(sources, homes)).toEqual([]);
});

it('what is written in canonical form has a schema that is published', () => {
  expect(findUnpublished(sources, read('test/tools/schemas.ts'))).toEqual([]);
});

describe('a planted document', () => {
  const planted = (text: string, changed: Partial<Homes> = {}): readonly string[] =>
    findHomeless(new Map([['src/planted.ts', text]]), { ...homes, ...changed });

  it('without any home is found once for each, with what to do', () => {
    const names = ["'model-steward/survey/1'", '"model-steward/run/2"', '`model-steward/run-log/1`'];
    for (const name of names) {
      const plain = name.slice(1, -1);
      expect(planted(`const made = { schema: ${name} };`)).toEqual(
        Object.values(STEPS).map((step) => `src/planted.ts: the document ${plain}: ${step}`),
      );
    }
  });

  it.each(['published', 'fixtures', 'examples', 'documented'] as const)(
    'that is not among the %s is found',
    (home) => {
      const without = new Set([...homes[home]].filter((name) => name !== 'model-steward/counts/1'));
      expect(planted("schema: z.literal('model-steward/counts/1')", { [home]: without })).toEqual([
        expect.stringContaining(STEPS[home]),
      ]);
    },
  );

  it('whose name says neither whose it is nor its version, or is put together, is found', () => {
    for (const name of ["'survey/1'", "'model-steward/survey'", '`model-steward/${name}/1`'])
      expect(planted(`schema: ${name}`)).toContainEqual(
        expect.stringMatching(/^src\/planted\.ts: expected the schema of a document to be like/),
      );
    expect(planted("schema: 'model-steward/run/1'")).toEqual([]);
    expect(planted('/** `model-steward/run/2` where 1 is known */')).toEqual([]);
  });

  it('that is written by a schema of its own is found', () => {
    const text = 'serializeDocument(runSchema, run); checkDocument(\n  surveySchema, survey);';
    expect(findUnpublished(new Map([['src/planted.ts', text]]), '  run: runSchema,\n')).toEqual([
      `src/planted.ts: surveySchema writes a document: ${STEPS.published}`,
    ]);
  });
});
