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
import { profileSchema } from '../../src/shared/domain/monitoring/profile/profile.ts';

const published = {
  check: checkSchema,
  config: configSchema,
  deployment: deploymentSchema,
  envelope: envelopeSchema,
  evaluation: evaluationSchema,
  event: eventSchema,
  model: modelSchema,
  profile: profileSchema,
  run: runSchema,
};

/** Path from the root → content, in JSON Schema 2020-12. */
export function renderSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(published).map(([name, schema]) => [
      `docs/schemas/${name}.schema.json`,
      // What a writer may leave out: defaults are filled in when we read.
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}
