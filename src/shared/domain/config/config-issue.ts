/**
 * What zod found wrong with the configuration, in the house's words: "expected …, got …", and the nearest known name.
 * The texts of zod itself are for programmers, and change between its versions.
 */
import { z } from 'zod';
import { nearestName } from '../kernel/nearest-name.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

export interface ConfigIssue {
  /** From the top of the configuration: the deepest key that is wrong. */
  readonly path: Path;
  /** "expected …, got …". */
  readonly text: string;
  /** The known name that a misspelled one is closest to. */
  readonly nearest: string | undefined;
}

/** @param root the value that was parsed, as YAML gives it. */
export function describeConfigIssue(issue: Issue, root: unknown, schema: z.ZodType): ConfigIssue {
  const { path } = issue;
  const got = showValue(valueAt(root, path));
  const of = (expected: string, nearest?: string): ConfigIssue => ({
    path,
    text: `expected ${expected}, got ${got}`,
    nearest,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknownKeys(issue.keys, path, schema);
    case 'invalid_type':
      return of(typeWords[issue.expected] ?? issue.expected);
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const given = valueAt(root, path);
      return of(
        allowed.length === 1 ? allowed.join('') : `one of ${allowed.join(', ')}`,
        typeof given === 'string' ? nearestName(given, allowed) : undefined,
      );
    }
    case 'too_big':
      return of(
        describeLimit(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum),
      );
    case 'too_small':
      return of(
        describeLimit(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum),
      );
    case 'not_multiple_of':
      return of(`a multiple of ${issue.divisor}`);
    case 'invalid_union':
      return describeUnion(issue, root, schema, of);
    case 'invalid_key':
    case 'invalid_element': {
      const [inner] = issue.issues;
      const name = showValue(path.at(-1));
      return {
        path,
        text: `${inner === undefined ? 'expected a valid name' : ownText(inner)}, got ${name}`,
        nearest: undefined,
      };
    }
    case 'invalid_format':
    case 'custom':
      return { path, text: `${ownText(issue)}, got ${got}`, nearest: undefined };
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys',
  record: 'a section with keys',
};

function describeUnknownKeys(keys: readonly string[], path: Path, schema: z.ZodType): ConfigIssue {
  const known = knownKeys(schema, path);
  const nearest = keys.map((key) => nearestName(key, known)).find((name) => name !== undefined);
  const expected = known.length === 0 ? 'known keys' : `one of ${known.join(', ')}`;
  const got = keys.map((key) => JSON.stringify(key)).join(', ');
  return {
    path,
    text: `expected ${expected}, got ${got}`,
    nearest,
  };
}

/** The branch that fits the value's type says what is wrong inside it; without one, the types of all branches. */
function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  root: unknown,
  schema: z.ZodType,
  of: (expected: string) => ConfigIssue,
): ConfigIssue {
  const branches = issue.errors.flatMap(([first]) => (first === undefined ? [] : [first]));
  const isOfOtherType = (inner: Issue): boolean => inner.code === 'invalid_type' && inner.path.length === 0;
  const fitting = branches.find((inner) => !isOfOtherType(inner));
  if (fitting !== undefined) {
    return describeConfigIssue({ ...fitting, path: [...issue.path, ...fitting.path] }, root, schema);
  }
  const types = branches.flatMap((inner) =>
    inner.code === 'invalid_type' ? [typeWords[inner.expected] ?? inner.expected] : [],
  );
  return of(types.length === 0 ? 'another form' : types.join(' or '));
}

function describeLimit(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string') return limit === 1 ? 'text that is not empty' : `${relation} ${limit} characters`;
  return origin === 'array' ? `a list with ${relation} ${limit} entries` : `a number of ${relation} ${limit}`;
}

/** The messages of our own schemas begin with "expected". */
function ownText({ message }: Issue): string {
  return message.startsWith('expected ') ? message : 'expected a value of the documented form';
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
        : (member(member(node, 'properties'), name) ?? member(node, 'additionalProperties')),
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  );
  const properties = member(section, 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** Short and on one line, whatever was written. */
function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return `a list with ${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  if (typeof value === 'object') return 'a section with keys';
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
