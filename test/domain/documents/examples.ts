/**
 * Documents as their schemas allow them at most and at least: every optional key in one of them, and in others none.
 * Made from the JSON Schemas, so that no key is forgotten; kept as fixtures, which later versions have to read.
 */
import { z } from 'zod';
import { toJsonSchema } from '../../tools/schemas.ts';

/** What is read of JSON Schema here. */
interface Node {
  readonly type?: string | string[] | undefined;
  readonly pattern?: string | undefined;
  readonly required: string[];
  readonly minItems: number;
  readonly properties: Record<string, Node>;
  readonly items?: Node | undefined;
  readonly additionalProperties?: boolean | Node | undefined;
  readonly propertyNames?: Node | undefined;
  readonly anyOf: Node[];
  readonly oneOf: Node[];
  readonly enum?: unknown[] | undefined;
  readonly const?: unknown;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    pattern: z.string().optional(),
    required: z.array(z.string()).default([]),
    minItems: z.number().default(0),
    properties: z.record(z.string(), nodeSchema).default({}),
    items: nodeSchema.optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    propertyNames: nodeSchema.optional(),
    anyOf: z.array(nodeSchema).default([]),
    oneOf: z.array(nodeSchema).default([]),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
  }),
);

/** One of these meets each pattern of the documents. */
const TEXTS = [
  ...[
    'text',
    'a'.repeat(64),
    'b'.repeat(40),
    '1.4.0',
    '2026-05-31T23:59:59Z',
    '2026-05-31',
    '23:59',
    '-12',
    'acme/churn',
  ],
  `sha256:${'c'.repeat(64)}`,
];

/** `complete`: with every key, in as many documents as its unions have members. `minimal`: the same without optional keys. */
export type Extent = 'complete' | 'minimal';

export function exampleDocuments(schema: z.ZodType, extent: Extent): readonly unknown[] {
  return examplesOf(nodeSchema.parse(toJsonSchema(schema)), extent);
}

/** Values that together have everything that the node allows. */
function examplesOf(node: Node, extent: Extent): readonly unknown[] {
  if (node.const !== undefined) return [node.const];
  if (node.enum !== undefined) return node.enum;
  const members = [...node.anyOf, ...node.oneOf];
  if (members.length > 0) return members.flatMap((member) => examplesOf(member, extent));
  const types = [node.type ?? 'object'].flat();
  return types.flatMap((type) => examplesOfType(type, node, extent));
}

function examplesOfType(type: string, node: Node, extent: Extent): readonly unknown[] {
  switch (type) {
    case 'object':
      return examplesOfObject(node, extent);
    case 'array': {
      const items = node.items === undefined ? [] : examplesOf(node.items, extent);
      return [extent === 'complete' ? items : items.slice(0, node.minItems)];
    }
    case 'string':
      return [textOf(node)];
    case 'boolean':
      return [true, false];
    case 'null':
      return [null];
    default:
      return [1];
  }
}

function examplesOfObject(node: Node, extent: Extent): readonly unknown[] {
  const { properties, required, additionalProperties: values, propertyNames } = node;
  const lists = Object.entries(properties).flatMap(([key, below]) => {
    const isRequired = required.includes(key);
    if (extent === 'minimal' && !isRequired) return [];
    // A document in an event has examples of its own.
    const isDocument = below.properties.schema !== undefined;
    return [{ key, isRequired, list: examplesOf(below, isDocument ? 'minimal' : extent), below }];
  });
  const entry =
    typeof values === 'object' && extent === 'complete'
      ? { [propertyNames === undefined ? 'name' : textOf(propertyNames)]: examplesOf(values, extent)[0] }
      : {};
  const count = Math.max(1, ...lists.map(({ list }) => list.length));
  return Array.from({ length: count }, (_, index) => ({
    ...entry,
    ...Object.fromEntries(
      lists.flatMap(({ key, isRequired, list, below }) => {
        if (index < list.length) return [[key, list[index]]];
        // Seen in an example before this one.
        return isRequired ? [[key, examplesOf(below, 'minimal')[0]]] : [];
      }),
    ),
  }));
}

function textOf({ pattern = '' }: Node): string {
  const expression = new RegExp(pattern, 'u');
  const text = TEXTS.find((candidate) => expression.test(candidate));
  if (text === undefined)
    throw new RangeError(
      `examples.ts: expected a text for the pattern ${pattern}, got none: add one to TEXTS`,
    );
  return text;
}

/** Where the keys of a document are, as `listDocumentKeys` writes it. */
export function pathsIn(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => pathsIn(item, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, below]) => pathsIn(below, `${path}.${key}`))];
}
