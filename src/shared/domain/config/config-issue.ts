/**
 * What zod found wrong with the configuration, in the house's words: "expected …, got …", and the nearest known name.
 * The texts of zod itself are for programmers, and change between its versions.
 */
import { z } from 'zod';
import { didYouMean } from '../kernel/nearest-name.ts';
import { expectedBy, showGiven, typeInWords } from '../documents/schema-problems.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export interface ConfigIssue {
  /** From the top of the configuration: the deepest key that is wrong. */
  readonly path: Path;
  /** Which of the two is wrong: the name of the key, or what stands behind it. */
  readonly place: 'key' | 'value';
  /** "expected …, got …". */
  readonly text: string;
  readonly hint: string | undefined;
}

/** @param root the value that was parsed, as YAML gives it. @returns one for each unknown key, else a single one. */
export function describeConfigIssues(issue: Issue, root: unknown, schema: z.ZodType): readonly ConfigIssue[] {
  if (issue.code === 'unrecognized_keys') return describeUnknownKeys(issue.keys, issue.path, schema);
  if (issue.code === 'invalid_union') return describeUnion(issue, root, schema);
  return [describePlainIssue(issue, root)];
}

type PlainIssue = Exclude<Issue, { code: 'unrecognized_keys' | 'invalid_union' }>;

function describePlainIssue(issue: PlainIssue, root: unknown): ConfigIssue {
  const { path } = issue;
  const given = valueAt(root, path);
  const of = (hint?: string): ConfigIssue =>
    describeValue(path, { expected: expectedBy(issue), given, hint });
  switch (issue.code) {
    case 'invalid_type':
      return of(hintForType(issue.expected, given));
    case 'invalid_value':
      return of(typeof given === 'string' ? didYouMean(given, issue.values.map(String)) : undefined);
    case 'invalid_key':
    case 'invalid_element': {
      const [inner] = issue.issues;
      const text = `${inner === undefined ? 'expected a valid name' : expectedBy(inner)}, got ${showGiven(path.at(-1))}`;
      return { path, place: 'key', text, hint: undefined };
    }
    case 'custom':
      if (issue.params?.isWhole === true)
        return { path, place: 'value', text: issue.message, hint: hintOf(issue) };
      return of(hintOf(issue));
    default:
      return of();
  }
}

/** YAML reads `true` and `1.10` as other things than text, and a list is no command line. */
function hintForType(expected: string, given: unknown): string | undefined {
  if (expected !== 'string') return undefined;
  if (typeof given === 'boolean' || typeof given === 'number')
    return `put it in quotes, as it should read: ${JSON.stringify(String(given))}`;
  const isWords = Array.isArray(given) && given.every((word) => typeof word === 'string');
  return isWords ? `write one text: ${JSON.stringify(given.join(' '))}` : undefined;
}

function describeValue(
  path: Path,
  {
    expected,
    given,
    hint,
  }: { readonly expected: string; readonly given: unknown; readonly hint?: string | undefined },
): ConfigIssue {
  return { path, place: 'value', text: `${expected}, got ${showGiven(given)}`, hint };
}

/** Schemas of our own say with `params` what to do. */
function hintOf({ params }: Extract<Issue, { code: 'custom' }>): string | undefined {
  const hint: unknown = params?.hint;
  return typeof hint === 'string' ? hint : undefined;
}

function describeUnknownKeys(keys: readonly string[], path: Path, schema: z.ZodType): readonly ConfigIssue[] {
  const known = knownKeys(schema, path);
  return keys.map((name) => ({
    path: [...path, name],
    place: 'key',
    text: `expected ${known.length === 0 ? 'a known key' : `one of ${known.join(', ')}`}, got an unknown key`,
    hint: didYouMean(name, known) ?? describeHome(name, path, schema),
  }));
}

/** Names that people try in a section, and where that thing is said. */
const OTHER_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  predictions: Object.fromEntries(
    ['file', 'path', 'output', 'predictions'].map((name) => [
      name,
      'name the columns here; the file is `train.predictions`, or what the command of `score` writes',
    ]),
  ),
};

/** Where a key belongs that stands in another section, or above all. */
function describeHome(name: string, path: Path, schema: z.ZodType): string | undefined {
  const top = path.slice(0, 2);
  const [, model, section] = path;
  if (model === undefined) return undefined;
  const written = typeof section === 'string' ? OTHER_NAMES[section]?.[name] : undefined;
  if (written !== undefined) return written;
  const keys = knownKeys(schema, top);
  const homes = [
    ...(keys.includes(name) ? ['the model itself'] : []),
    ...keys.filter((key) => knownKeys(schema, [...top, key]).includes(name)).map((key) => `\`${key}\``),
  ];
  return homes.length === 0 ? undefined : `\`${name}\` is a key of ${homes.join(' and of ')}: move it there`;
}

/** What the union itself says; else the branch that fits the value's type says what is wrong inside it, else all types. */
function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  root: unknown,
  schema: z.ZodType,
): readonly ConfigIssue[] {
  const { path, errors } = issue;
  if (issue.message.startsWith('expected '))
    return [describeValue(path, { expected: issue.message, given: valueAt(root, path) })];
  // A key that is misspelled is why another one is missing.
  const branches = errors.flatMap(
    (issues) => issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0] ?? [],
  );
  const isOfOtherType = (inner: Issue): boolean => inner.code === 'invalid_type' && inner.path.length === 0;
  const fitting = branches.find((inner) => !isOfOtherType(inner));
  if (fitting !== undefined) {
    return describeConfigIssues({ ...fitting, path: [...path, ...fitting.path] }, root, schema);
  }
  const types = branches.flatMap((inner) =>
    inner.code === 'invalid_type' ? [typeInWords(inner.expected)] : [],
  );
  const expected = types.length === 0 ? 'another form' : types.join(' or ');
  return [describeValue(path, { expected: `expected ${expected}`, given: valueAt(root, path) })];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, name) => member(value, name), root);
}

function member(value: unknown, name: PropertyKey | undefined): unknown {
  if (typeof value !== 'object' || value === null || name === undefined) return undefined;
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** Keys of the section at a path, as the JSON Schema of the configuration lists them. */
function knownKeys(schema: z.ZodType, path: Path): readonly string[] {
  const section = path.reduce<unknown>(
    (node, name) =>
      typeof name === 'number'
        ? member(node, 'items')
        : (member(member(sectionAmong(node), 'properties'), name) ?? member(node, 'additionalProperties')),
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  );
  const properties = member(sectionAmong(section), 'properties');
  if (typeof properties === 'object' && properties !== null) return Object.keys(properties);
  // A section by the names of a closed list.
  const names = member(member(section, 'propertyNames'), 'enum');
  return Array.isArray(names) ? names.map(String) : [];
}

/** The form with keys, where a value has several forms. */
function sectionAmong(node: unknown): unknown {
  const forms = member(node, 'anyOf');
  const section: unknown = Array.isArray(forms)
    ? forms.find((form) => member(form, 'properties') !== undefined)
    : undefined;
  return section ?? node;
}
