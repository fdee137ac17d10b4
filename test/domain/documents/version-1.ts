/**
 * What version 1 writes: every published document, and every kind of event. Each has a fixture, which `make-documents.ts`
 * makes once. A fixture never changes afterwards, because documents like it are in the releases and ledgers of users.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { eventKinds } from '../../../src/shared/domain/kernel/names.ts';
import { published, toJsonSchema } from '../../tools/schemas.ts';

export const FIXTURES = join(import.meta.dirname, 'fixtures');

/** Documents with every key, and with none that is optional: one list of each, a file a document. */
export const EXAMPLES = { complete: join(FIXTURES, 'complete'), minimal: join(FIXTURES, 'minimal') } as const;

/** Documents of users; the configuration is written by them. */
export const documentSchemas: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  Object.entries(published).filter(([name]) => name !== 'config'),
);

/** In the format of `sha256sum`: a fixture that was changed is found by it. */
export const SUMS_FILE = 'SHA256SUMS';

/** Every key and value of a closed list that version 1 writes, also those that no fixture has. The file only grows. */
export const KEYS_FILE = 'keys.txt';

/** Name of the fixture → the schema that reads it. The configuration is written by users. */
export const fixtureSchemas: Readonly<Record<string, z.ZodType>> = Object.fromEntries([
  ...Object.entries(published).filter(([name]) => name !== 'config' && name !== 'event'),
  ...eventKinds.map((kind) => [`event-${kind}`, published.event]),
]);

/** Such as `model.approval.kind` and `model.approval.kind = "manual"`; entries of a list are `[]`. */
export function listDocumentKeys(): readonly string[] {
  const keys = Object.entries(published)
    .filter(([name]) => name !== 'config')
    .flatMap(([name, schema]) => keysOf(jsonNode.parse(toJsonSchema(schema)), name));
  return [...new Set(keys)].sort();
}

/** What is read of JSON Schema here. */
const jsonNode = z.object({
  get properties() {
    return z.record(z.string(), jsonNode).default({});
  },
  get items() {
    return jsonNode.optional();
  },
  get anyOf() {
    return z.array(jsonNode).default([]);
  },
  get oneOf() {
    return z.array(jsonNode).default([]);
  },
  enum: z.array(z.unknown()).default([]),
  const: z.unknown().optional(),
});

function keysOf(node: z.infer<typeof jsonNode>, path: string): readonly string[] {
  // A document in an event is listed under its own name.
  if (path.includes('.') && node.properties.schema !== undefined) return [path];
  const values = node.const === undefined ? node.enum : [node.const];
  return [
    path,
    ...values.map((value) => `${path} = ${JSON.stringify(value)}`),
    ...Object.entries(node.properties).flatMap(([key, below]) => keysOf(below, `${path}.${key}`)),
    ...(node.items === undefined ? [] : keysOf(node.items, `${path}[]`)),
    ...[...node.anyOf, ...node.oneOf].flatMap((member) => keysOf(member, path)),
  ];
}
