/** `action.yml` as data. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z
    .record(z.string(), z.object({ description: z.string(), default: z.string().optional() }))
    .prefault({}),
  outputs: z.record(z.string(), z.object({ description: z.string() })).prefault({}),
  runs: z.object({ using: z.string(), main: z.string() }),
});

export interface ActionManifest {
  readonly inputs: readonly {
    readonly name: string;
    readonly description: string;
    /** The default; empty when there is none. */
    readonly fallback: string;
  }[];
  readonly outputs: readonly { readonly name: string; readonly description: string }[];
  readonly runs: { readonly using: string; readonly main: string };
}

export async function readActionManifest(path: string): Promise<ActionManifest> {
  return parseActionManifest(await readFile(path, 'utf8'));
}

export function parseActionManifest(text: string): ActionManifest {
  const { inputs, outputs, runs } = manifestSchema.parse(parse(text));
  return {
    inputs: Object.entries(inputs).map(([name, { description, default: fallback = '' }]) => ({
      name,
      description: description.trim(),
      fallback,
    })),
    outputs: Object.entries(outputs).map(([name, { description }]) => ({
      name,
      description: description.trim(),
    })),
    runs,
  };
}
