/** The published JSON Schemas, from the same zod schemas that validate. */
import { z } from 'zod';
import { configSchema } from '../../src/shared/domain/config/config.ts';
import { checkSchema } from '../../src/shared/domain/documents/check.ts';
import { deploymentSchema } from '../../src/shared/domain/documents/deployment.ts';
import { envelopeSchema } from '../../src/shared/domain/documents/envelope.ts';
import { evaluationSchema } from '../../src/shared/domain/documents/evaluation.ts';
import { eventSchema } from '../../src/shared/domain/documents/event.ts';
import { modelSchema } from '../../src/shared/domain/documents/model.ts';
import { runSchema } from '../../src/shared/domain/documents/run.ts';
import { countsSchema } from '../../src/shared/domain/monitoring/counts/counts.ts';
import { profileSchema } from '../../src/shared/domain/monitoring/profile/profile.ts';

/** Every format that other tools may read, by its name in docs/schemas. */
export const published = {
  check: checkSchema,
  config: configSchema,
  counts: countsSchema,
  deployment: deploymentSchema,
  envelope: envelopeSchema,
  evaluation: evaluationSchema,
  event: eventSchema,
  model: modelSchema,
  profile: profileSchema,
  run: runSchema,
};

/** Where editors find the schemas: this repository at the tag that workflows use. */
export const SCHEMA_ADDRESS = 'https://raw.githubusercontent.com/model-steward/model-steward/v1/';

/** The schemas are those of a writer; what a reader makes of a later version is the other half of the contract. */
const HOW_TO_READ =
  'The document as this version writes it. A later version may add keys, values of closed lists and members of unions under the same `schema`: a reader keeps them, so that the digest of the document stays the same, and does not act on them. Another number at the end of `schema` is a document that this version cannot read.';

/** Path from the root → content, in JSON Schema 2020-12. */
export function renderSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(published).map(([name, schema]) => {
      const path = `docs/schemas/${name}.schema.json`;
      const { $schema, ...rest } = toJsonSchema(schema);
      const description = name === 'config' ? undefined : HOW_TO_READ;
      const document = { $schema, $id: SCHEMA_ADDRESS + path, description, ...rest };
      return [path, `${JSON.stringify(document, null, 2)}\n`];
    }),
  );
}

/** As a writer sees it: defaults may be left out, because they are filled in when a document is read. */
export function toJsonSchema(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    // zod drops the examples of what it transforms, such as one path that is read as a list.
    override: ({ zodSchema, jsonSchema }) => {
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
}
