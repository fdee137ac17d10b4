/** What `uses:` names: the five actions of this repository, and stand-ins for those that set a job up or carry a file. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../sample-project.ts';

const OWN_ACTION = /^model-steward\/model-steward\/actions\/([a-z]+)@/;
const STAND_IN = /^actions\/(checkout|setup-node|upload-artifact|download-artifact)@/;
const standIns = join(repositoryRoot, 'test', 'real', 'stand-ins');

const metadataSchema = z.object({
  inputs: z
    .record(z.string(), z.object({ default: z.union([z.string(), z.number(), z.boolean()]).default('') }))
    .default({}),
  runs: z.object({ main: z.string() }),
});

/** `bundle` runs what users get, `source` the TypeScript that it is built from. */
export type ActionForm = 'bundle' | 'source';

export interface Action {
  readonly name: string;
  readonly isOwnRepository: boolean;
  /** Input → default, which may hold expressions. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Arguments for Node. */
  readonly command: readonly string[];
}

export async function resolveAction(uses: string, form: ActionForm): Promise<Action> {
  const own = OWN_ACTION.exec(uses)?.[1];
  const name = own ?? STAND_IN.exec(uses)?.[1];
  if (name === undefined) throw new Error(`uses: expected an action that the demo knows, got ${uses}`);
  const folder = own === undefined ? join(standIns, name) : join(repositoryRoot, 'actions', name);
  const { inputs, runs } = metadataSchema.parse(parse(await readFile(join(folder, 'action.yml'), 'utf8')));
  return {
    name,
    isOwnRepository: own !== undefined,
    defaults: Object.fromEntries(
      Object.entries(inputs).map(([input, { default: value }]) => [input, String(value)]),
    ),
    command: own !== undefined && form === 'source' ? sourceCommand(own) : [join(folder, runs.main)],
  };
}

function sourceCommand(action: string): readonly string[] {
  const start = pathToFileURL(join(repositoryRoot, 'actions', 'start.ts')).href;
  const program = `import { start } from '${start}'; await start('${action}');`;
  return ['--input-type=module', '--eval', program];
}
