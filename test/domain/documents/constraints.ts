/**
 * What the schemas of version 1 demand of each key: type, bounds, pattern, and whether it has to be there. Documents of
 * users meet these demands and may meet no stricter ones, so a schema may be widened and never narrowed. What a schema
 * checks by code (`refine`) is not in its JSON Schema, and is not compared.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { published, toJsonSchema } from '../../tools/schemas.ts';

/** One line for each key: its path, a tab, its demands as JSON. */
export const CONSTRAINTS_FILE = join(import.meta.dirname, 'fixtures', 'constraints.txt');

const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;
const texts = ['type', 'pattern', 'format'] as const;

const demandsSchema = z.object({
  required: z.boolean().optional(),
  ...Object.fromEntries([...lowerBounds, ...upperBounds].map((name) => [name, z.number().optional()])),
  ...Object.fromEntries(texts.map((name) => [name, z.string().optional()])),
});
type Demand = boolean | number | string | undefined;
export type Demands = Readonly<Record<string, Demand>>;

/** What is read of JSON Schema here, beside the demands. */
interface Node {
  readonly type?: string | string[] | undefined;
  readonly properties: Readonly<Record<string, Node>>;
  readonly required: string[];
  readonly items?: Node | undefined;
  readonly additionalProperties?: boolean | Node | undefined;
  readonly propertyNames?: Node | undefined;
  readonly anyOf: Node[];
  readonly oneOf: Node[];
  readonly const?: unknown;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    properties: z.record(z.string(), nodeSchema).default({}),
    required: z.array(z.string()).default([]),
    items: nodeSchema.optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    propertyNames: nodeSchema.optional(),
    anyOf: z.array(nodeSchema).default([]),
    oneOf: z.array(nodeSchema).default([]),
    const: z.unknown().optional(),
  }),
);

/** Path → demands, as the schemas are now. A member of a union has the value of its discriminator in its path. */
export function listConstraints(): ReadonlyMap<string, Demands> {
  const documents = Object.entries(published).filter(([name]) => name !== 'config');
  return new Map(
    documents.flatMap(([name, schema]) => demandsBelow(nodeSchema.parse(toJsonSchema(schema)), name, true)),
  );
}

function demandsBelow(node: Node, path: string, required: boolean): readonly (readonly [string, Demands])[] {
  // A document in an event is listed under its own name.
  if (path.includes('.') && node.properties.schema !== undefined) return [[path, { required }]];
  const { required: names, properties, items, additionalProperties: values, propertyNames } = node;
  const type = Array.isArray(node.type) ? node.type.join('|') : node.type;
  return [
    [path, demandsSchema.parse({ ...node, type, required: required || undefined })],
    ...Object.entries(properties).flatMap(([key, below]) =>
      demandsBelow(below, `${path}.${key}`, names.includes(key)),
    ),
    ...(items === undefined ? [] : demandsBelow(items, `${path}[]`, false)),
    ...(typeof values === 'object' ? demandsBelow(values, `${path}{}`, false) : []),
    ...(propertyNames === undefined ? [] : demandsBelow(propertyNames, `${path}{name}`, false)),
    ...[...node.anyOf, ...node.oneOf].flatMap((member, index) =>
      demandsBelow(member, `${path}<${discriminatorOf(member) ?? index}>`, false),
    ),
  ];
}

function discriminatorOf({ properties }: Node): string | undefined {
  const [, value] =
    Object.entries(properties).find(([key, below]) => key !== 'schema' && below.const !== undefined) ?? [];
  return value === undefined ? undefined : String(value.const);
}

export function parseConstraints(text: string): ReadonlyMap<string, Demands> {
  return new Map(
    text
      .trimEnd()
      .split('\n')
      .map((line): readonly [string, Demands] => {
        const [path = '', demands = '{}'] = line.split('\t');
        return [path, demandsSchema.parse(JSON.parse(demands))];
      }),
  );
}

export function renderConstraints(constraints: ReadonlyMap<string, Demands>): string {
  const lines = [...constraints].map(([path, demands]) => `${path}\t${JSON.stringify(demands)}`);
  return `${lines.sort().join('\n')}\n`;
}

/** @returns one line for each demand that documents of version 1 need not meet. */
export function findNarrowed(
  recorded: ReadonlyMap<string, Demands>,
  now: ReadonlyMap<string, Demands>,
): readonly string[] {
  return [...now].flatMap(([path, demands]) => {
    const before = recorded.get(path);
    if (before === undefined) {
      // Inside of something new, anything may be demanded.
      const isNewInOld = demands.required === true && recorded.has(parentOf(path));
      return isNewInOld ? [`${path}: it is new, and required: make it optional`] : [];
    }
    return Object.keys(demands).flatMap((name) =>
      isNarrower(name, before[name], demands[name])
        ? [`${path}: ${name} was ${show(before[name])}, is ${show(demands[name])}`]
        : [],
    );
  });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

function isNarrower(name: string, before: Demand, now: Demand): boolean {
  if (now === undefined || now === before || now === false) return false;
  if (before === undefined || typeof before !== typeof now) return true;
  if (name === 'type') return !isWiderType(String(before), String(now));
  if (lowerBounds.some((bound) => bound === name)) return now > before;
  if (upperBounds.some((bound) => bound === name)) return now < before;
  // Which of two patterns is wider cannot be computed.
  return true;
}

/** Several types are separated by `|`. */
function isWiderType(before: string, now: string): boolean {
  const types = now.split('|');
  return before
    .split('|')
    .every((type) => types.includes(type) || (type === 'integer' && types.includes('number')));
}

function show(demand: Demand): string {
  return demand === undefined ? 'not demanded' : JSON.stringify(demand);
}
