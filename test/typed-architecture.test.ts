/** Rules of the house that need types: the sources keep them, and each finds planted violations. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeTexts, findUnproducedCodes } from './tools/architecture/typed/codes.ts';
import { findUnusedKeys } from './tools/architecture/typed/document-keys.ts';
import {
  DECIDED_ONCE,
  MADE_OTHERWISE,
  NAMED_BY_OTHERS,
  NUMBER_WORDS,
  READ_BY_OTHERS,
  WHOLE_TYPES,
} from './tools/architecture/typed/exceptions.ts';
import { findDecidedElsewhere, findFreeTexts } from './tools/architecture/typed/free-texts.ts';
import { findUnitlessNames } from './tools/architecture/typed/number-names.ts';
import { findSiblingSpreads } from './tools/architecture/typed/sibling-spreads.ts';
import { LOOK_UPS } from './tools/architecture/plants/look-up-plants.ts';
import { createProgramLoader } from './tools/architecture/typed/typed-program.ts';
import { taskNames } from '../src/shared/domain/documents/fields.ts';
import { documentedMetrics } from '../src/shared/domain/metrics/tasks/catalog.ts';
import { findUnreadInputs } from './tools/architecture/typed/unread-inputs.ts';
import { duringFile } from './tools/during-file.ts';

const ROOT = join(import.meta.dirname, '..');
const paths = globSync('{src,actions}/**/*.ts', { cwd: ROOT, exclude: ['actions/dist'] });
const loader = duringFile(() => createProgramLoader(ROOT));
const sources = duringFile(() => loader().load(paths));

const DOCUMENTS = 'src/shared/domain/documents/';
/** A schema that names its document and version is one of a document, wherever it stands. */
const documentPaths = new Set(
  paths.filter(
    (path) =>
      path.startsWith(DOCUMENTS) ||
      /literal\('model-steward\/[\w-]+\/\d+'\)/.test(readFileSync(join(ROOT, path), 'utf8')),
  ),
);
const isDocument = (path: string): boolean => documentPaths.has(path);
const isConfiguration = (path: string): boolean => path.startsWith('src/shared/domain/config/');
/** Where closed lists stand. */
const hasCodes = (path: string): boolean =>
  isDocument(path) || /^src\/shared\/domain\/kernel\/(?:names|errors)\.ts$/.test(path);
/** Adapters and the runtime speak the words of others. */
const isOwn = (path: string): boolean => /^(?:actions|src\/shared\/(?:domain|usecases|ports))\//.test(path);

/** Names of metrics, of those with a parameter without it. */
const metricStems = taskNames
  .flatMap((task) => documentedMetrics(task))
  .map(({ name }) => name.replace(/[@:].*$/, ''));

/** Keys of documents, and of the configuration. */
const isPublic = (path: string): boolean => isDocument(path) || isConfiguration(path);

it('every code is produced somewhere', () => {
  const request = { isDeclaredIn: hasCodes, madeOtherwise: MADE_OTHERWISE };
  expect(findUnproducedCodes(sources(), request)).toEqual([]);
});

it('every key of a document is written somewhere; it and every key of the configuration is read by code, or by somebody who is named', () => {
  const request = {
    ...{ isDeclaredIn: isDocument, isWrittenByPeople: isConfiguration },
    readByOthers: READ_BY_OTHERS,
  };
  expect(findUnusedKeys(sources(), request)).toEqual([]);
});

it('every input of an action is used beyond the file that reads it', () => {
  expect(findUnreadInputs(sources(), (path) => /^actions\/\w+\/inputs\.ts$/.test(path))).toEqual([]);
});

it('what decides is a closed list', () => {
  const ownNames = new Set([...codeTexts(sources(), hasCodes), ...metricStems]);
  expect(findFreeTexts(sources(), { isOwn, ownNames, namedByOthers: NAMED_BY_OTHERS })).toEqual([]);
});

it('what "no gate" and a direction mean is decided in one place each', () => {
  expect(findDecidedElsewhere(sources(), DECIDED_ONCE)).toEqual([]);
});

it('no metric, task or target is made from another one', () => {
  expect(findSiblingSpreads(sources(), { isOwn: () => true, wholeTypes: WHOLE_TYPES })).toEqual([]);
});

it('the name of a number says its unit, what is counted, or a quantity without a unit', () => {
  expect(findUnitlessNames(sources(), { isOwn, isPublic, lastWords: NUMBER_WORDS })).toEqual([]);
});

/** One program for all plants: each file is a plant of its own. */
const schemas = `
import { z } from 'zod';
const kinds = ['drift', 'loss'] as const;
export type Kind = (typeof kinds)[number];
export const levels = ['low', 'high'] as const;
export const itemSchema = z.strictObject({
  schema: z.literal('planted/1'),
  kind: z.enum(kinds),
  side: z.enum(['up', 'down']).optional(),
  detail: z.discriminatedUnion('code', [
    z.strictObject({ code: z.literal('no-rows'), rows: z.number() }),
    z.strictObject({ code: z.literal('no-file') }),
  ]),
  nested: z.strictObject({ unread: z.string(), read: z.string(), unwritten: z.string().optional() }),
});
export type Item = z.infer<typeof itemSchema>;
`;
/** Keys that people write, each read in another spelling but one. */
const settings = `
import { z } from 'zod';
export const settingsSchema = z.strictObject({
  'max-age': z.string().optional(), 'max-wait': z.string().optional(), stage: z.string(), 'min-rows': z.string(),
});
type Settings = z.infer<typeof settingsSchema>;
export const ask = (settings: Settings): unknown => [settings['max-age'], settings.stage, askRows(settings)];
const askRows = ({ 'min-rows': rows }: Settings): string => rows;
`;
const planted = duringFile(() =>
  loader().plant({
    'src/planted/schemas.ts': schemas,
    'src/planted/settings.ts': settings,
    'src/planted/make.ts': `
import type { Item, Kind } from './schemas.ts';
const kind: Kind = 'drift';
export const make = (): Item => {
  const nested = { unread: 'loss', read: 'low' };
  return { schema: 'planted/1', kind, side: 'up', detail: { code: 'no-rows', rows: 1 }, nested };
};
`,
    'src/planted/read.ts': `
import type { Item } from './schemas.ts';
export function read({ kind, side, detail, nested: { read, unwritten } }: Item): string {
  switch (detail.code) {
    case 'no-rows':
      return String(detail.rows);
    case 'no-file':
      return side === 'down' ? read : kind === 'loss' ? 'loss' : (unwritten ?? '');
  }
}
`,
    'actions/planted/inputs.ts': `
export interface PlantedInputs {
  readonly model: string; readonly stage: string; readonly reason: string; readonly force: boolean;
  readonly bump: string;
}
export const isForced = ({ force }: PlantedInputs): boolean => force;
`,
    'actions/planted/run.ts': `
import type { PlantedInputs } from './inputs.ts';
export const run = ({ model, ...others }: PlantedInputs): string => model + others.stage;
export const f = ({ reason }: { readonly reason: string }): string => reason;
const h = ({ bump }: { readonly bump: string }): string => bump;
export const g = (inputs: PlantedInputs): string => h(inputs) + run(inputs);
`,
    'src/planted/texts.ts': `
export const f = (text: string, known: 'some-code' | undefined): readonly boolean[] => [
  text === 'some-code',
  'some-code' !== text,
  ['some-code', 'x'].includes(text),
  known === 'some-code',
  typeof text === 'string',
  text === 'a sentence.',
];
export function g(text: string | undefined): number {
  switch (text) {
    case 'other-code':
      return 1;
    default:
      return 0;
  }
}
`,
    'src/planted/tables.ts': `
import { levels } from './schemas.ts';
const CODE = 'some-code';
const CODES = ['some-code', 'x'];
const SETS = { ends: new Set<string>([...CODES, 'a sentence.']) };
const TITLES = new Map([['some-code', 'A title']]);
const TEXTS: Readonly<Record<string, string>> = { 'some-code': 'A text', ...{ other: '' } };
const ONLY = /^(?:some-code|other)$/i;
class Kept { readonly #ends = new Set(CODES); has(text: string): boolean { return this.#ends.has(text); } }
export const f = <T extends string>(text: string, open: T, unknown: RegExp): readonly unknown[] => [
  text === CODE,
  CODES.indexOf(text),
  SETS.ends.has(text),
  TITLES.get(text),
  TEXTS[text],
  text in TEXTS,
  Object.hasOwn(TEXTS, text),
  ONLY.test(text),
  text.match(/^some-code$/),
  new Set(['some-code']).has(text),
  open === 'some-code',
  new Kept(),
  levels.find((level) => level === text),
  /^some-code-.+$/.test(text),
  unknown.test(text),
];
export function g(text: string): number {
  switch (text) {
    case CODE:
      return 1;
    default:
      return 0;
  }
}
`,
    'src/planted/lookups.ts': LOOK_UPS,
    'src/planted/whole.ts': `
export interface Whole { readonly name: string; readonly best: number; readonly words?: string }
export interface Other { readonly name: string }
`,
    'src/planted/spreads.ts': `
import type { Other, Whole } from './whole.ts';
declare function createWhole(name: string): Whole;
declare const whole: Whole & { readonly extra: number };
declare const other: Other;
declare const unknown: any;
declare const partial: Partial<Whole>;
declare function createVariant<Of extends object>(of: Of, changes: object): Of;
const { name, ...rest } = whole;
export const made: readonly unknown[] = [
  { ...whole, name: 'another' },
  { ...(Math.random() > 0.5 ? whole : undefined) },
  Object.assign({ extra: 1 }, whole),
  [1].map((best): Whole => ({ ...pick(), best })),
  { ...createWhole('new'), best: 2, name },
  { ...other, ...unknown, ...{ name: 'all of it', best: 1 } },
  rest,
  createVariant(whole, { name: 'another' }),
  { ...partial, name: 'another' },
];
function pick(): Whole { return createWhole(name); }
`,
    'src/planted/numbers.ts': `
import { z } from 'zod';
export interface Wait { readonly timeout: number; readonly timeoutMs: number; readonly name: string; readonly share?: number }
export const schema = z.object({ size: z.number().optional(), sizeBytes: z.number(), 'max-age': z.number() });
export const wait = (delay: number, delayMs: number): number => delay + delayMs;
`,
  }),
);
const isIn =
  (file: string) =>
  (path: string): boolean =>
    path === `src/planted/${file}.ts`;

const ownNames: ReadonlySet<string> = new Set(['too-few-rows', 'drift']);

describe('planted', () => {
  it('codes that are only compared, or stand where any text may stand, are found', () => {
    const request = { isDeclaredIn: isIn('schemas'), madeOtherwise: { high: 'of a table', drift: 'not so' } };
    expect(findUnproducedCodes(planted(), request)).toEqual([
      'src/planted/schemas.ts:3: nothing produces the code "loss"; write it where it happens, or remove it with everything that reads it',
      expect.stringContaining('schemas.ts:5: nothing produces the code "low"'),
      expect.stringContaining('schemas.ts:9: nothing produces the code "down"'),
      expect.stringContaining('schemas.ts:12: nothing produces the code "no-file"'),
      '"drift" is produced or in no list; remove it from the exceptions',
    ]);
  });

  it('keys that nothing writes or reads are found', () => {
    const request = { isDeclaredIn: isIn('schemas'), isWrittenByPeople: isIn('settings') };
    const readByOthers = { 'no reader': ['itemSchema.kind'] };
    expect(findUnusedKeys(planted(), { ...request, readByOthers })).toEqual([
      'src/planted/schemas.ts:14: nothing writes itemSchema.nested.unwritten; write it where it is known, or remove it',
      expect.stringMatching(/schemas\.ts:14: nothing reads itemSchema\.nested\.unread; .+READ_BY_OTHERS/),
      expect.stringMatching(
        /settings\.ts:4: nothing reads settingsSchema\.max-wait; use it where it applies/,
      ),
      'itemSchema.kind is read, or in no document; remove it from READ_BY_OTHERS',
    ]);
  });

  it('inputs that only their own file asks for are found', () => {
    expect(findUnreadInputs(planted(), (path) => path === 'actions/planted/inputs.ts')).toEqual([
      expect.stringMatching(/^actions\/planted\/inputs\.ts:3: nothing uses PlantedInputs\.reason;/),
      expect.stringMatching(/^actions\/planted\/inputs\.ts:3: nothing uses PlantedInputs\.force;/),
    ]);
  });

  it('texts that are compared with a name are found, in each spelling', () => {
    const namedByOthers = { GitHub: { 'src/planted/texts.ts': ['push'] } };
    expect(findFreeTexts(planted(), { isOwn: isIn('texts'), ownNames, namedByOthers })).toEqual([
      'src/planted/texts.ts:3: text may be any text, and is compared with "some-code"; list its values `as const` and take its type from the list, or say in NAMED_BY_OTHERS who else names them',
      expect.stringContaining('texts.ts:4: text may be any text'),
      expect.stringContaining('texts.ts:5: text may be any text'),
      expect.stringContaining('texts.ts:12: text may be any text, and is compared with "other-code"'),
      'src/planted/texts.ts: push is not compared; remove it from NAMED_BY_OTHERS',
    ]);
  });

  it('texts that are looked up among names are found, wherever the names stand', () => {
    const namedByOthers = { GitHub: { 'src/planted/tables.ts': ['TITLES', 'push'] } };
    expect(findFreeTexts(planted(), { isOwn: isIn('tables'), ownNames, namedByOthers })).toEqual([
      expect.stringMatching(
        /tables\.ts:9: text may be any text, and is compared with this\.#ends, with "some-code";/,
      ),
      expect.stringMatching(/tables\.ts:11: text .+ compared with "some-code"; .+NAMED_BY_OTHERS/),
      expect.stringContaining(
        'tables.ts:12: text may be any text, and is compared with CODES, with "some-code"',
      ),
      expect.stringContaining('tables.ts:13: text may be any text, and is compared with SETS.ends, with'),
      expect.stringContaining('tables.ts:15: text may be any text, and is compared with TEXTS, with'),
      expect.stringContaining('tables.ts:16: text may be any text, and is compared with TEXTS, with'),
      expect.stringContaining('tables.ts:17: text may be any text, and is compared with TEXTS, with'),
      expect.stringContaining('tables.ts:18: text may be any text, and is compared with ONLY, with'),
      expect.stringContaining('tables.ts:19: text may be any text, and is compared with /^some-code$/, with'),
      expect.stringContaining('tables.ts:20: text may be any text, and is compared with "some-code"'),
      expect.stringContaining('tables.ts:21: open may be any text, and is compared with "some-code"'),
      expect.stringContaining('tables.ts:29: text may be any text, and is compared with "some-code"'),
      'src/planted/tables.ts: push is not compared; remove it from NAMED_BY_OTHERS',
    ]);
  });

  it('names that the compiler does not compare are found, in each spelling', () => {
    const found = findFreeTexts(planted(), { isOwn: isIn('lookups'), ownNames, namedByOthers: {} });
    const marked = LOOK_UPS.split('\n').flatMap((line, index) => {
      const sign = /\/\/ (?<sign>.+)$/.exec(line)?.groups?.sign;
      return sign === undefined ? [] : [`src/planted/lookups.ts:${index + 1}: ${sign}`];
    });
    expect(found.map((sentence) => sentence.replace(/(?:, (?:and|with|")|;).*/, ''))).toEqual(marked);
  });

  it('a decision beside the file that decides is found; a case of a switch is none', () => {
    const home = { 'some-code': 'src/planted/decide.ts', 'other-code': 'src/planted/decide.ts' };
    expect(findDecidedElsewhere(planted(), home)).toEqual([
      'src/planted/texts.ts:3: "some-code" is decided in src/planted/decide.ts; call what that file exports',
      expect.stringContaining('texts.ts:4: '),
      expect.stringContaining('texts.ts:6: '),
      expect.stringContaining('tables.ts:11: '),
      expect.stringContaining('tables.ts:21: '),
    ]);
    const elsewhere = findDecidedElsewhere(planted(), { 'some-code': 'src/planted/texts.ts' });
    expect(elsewhere.filter((found) => found.startsWith('src/planted/texts.ts'))).toEqual([]);
  });

  it('objects that take over what a sibling says are found', () => {
    const wholeTypes = { 'src/planted/whole.ts': ['Whole', 'Gone'] };
    expect(findSiblingSpreads(planted(), { isOwn: isIn('spreads'), wholeTypes })).toEqual([
      expect.stringMatching(/spreads\.ts:9: takes over what another Whole says/),
      expect.stringMatching(/spreads\.ts:11: .+; write all of it, or make both by a function/),
      expect.stringContaining('spreads.ts:12: '),
      expect.stringContaining('spreads.ts:13: '),
      expect.stringContaining('spreads.ts:14: '),
      expect.stringContaining('spreads.ts:18: '),
      expect.stringContaining('spreads.ts:19: '),
      'src/planted/whole.ts: expected the type Gone, got none; name it as it is called now',
    ]);
  });

  it('numbers without a unit are found: keys of types and documents, and parameters that are a time or a size', () => {
    const lastWords = { 'a unit': ['ms', 'bytes', 'hours'] };
    expect(
      findUnitlessNames(planted(), { isOwn: isIn('numbers'), isPublic: isIn('numbers'), lastWords }),
    ).toEqual([
      expect.stringMatching(/numbers\.ts:3: expected a unit .+, got timeout; name it like timeoutMs/),
      expect.stringContaining('got share;'),
      expect.stringContaining("numbers.ts:4: expected a unit at the end of a number's name, got size;"),
      expect.stringContaining('got max-age;'),
      expect.stringContaining("numbers.ts:5: expected a unit at the end of a number's name, got delay;"),
      'no number needs "hours"; remove it from NUMBER_WORDS',
    ]);
  });
});
