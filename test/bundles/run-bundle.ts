/** Runs an action's built bundle as the runner does: in a process of its own, with defaults from its `action.yml`. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ActionName } from '../../src/shared/domain/kernel/names.ts';
import type { EndedStep, StepRequest } from '../ground/step.ts';

const actions = join(import.meta.dirname, '..', '..', 'actions');

type BundleRequest = Pick<StepRequest, 'job' | 'action' | 'inputs'>;

export async function runBundle({ job, action, inputs = {} }: BundleRequest): Promise<EndedStep> {
  const given = { ...(await readDefaults(action)), token: job.token, ...inputs };
  const variables = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const child = spawn(process.execPath, [join(actions, 'dist', `${action}.js`)], {
    cwd: job.workspace,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...job.environment,
      ...(Object.fromEntries(variables) as Record<string, string>),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return {
    failure: code === 0 ? undefined : printed,
    outputs: parseOutputs(await readFile(job.environment.GITHUB_OUTPUT ?? '', 'utf8')),
    summary: await readFile(job.environment.GITHUB_STEP_SUMMARY ?? '', 'utf8'),
    printed,
    warnings: commandsNamed('warning', printed),
    notices: commandsNamed('notice', printed),
  };
}

/** What the runner fills in; expressions are the runner's own business, and the token is given. */
async function readDefaults(action: ActionName): Promise<Record<string, string>> {
  const text = await readFile(join(actions, action, 'action.yml'), 'utf8');
  const { inputs } = parse(text) as { inputs: Record<string, { default?: string }> };
  const defaults = Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']);
  return Object.fromEntries(defaults) as Record<string, string>;
}

function parseOutputs(text: string): Record<string, string> {
  const outputs = text.matchAll(/^([a-z0-9-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm);
  return Object.fromEntries([...outputs].map(([, name = '', , value = '']) => [name, value]));
}

function commandsNamed(name: string, printed: string): readonly string[] {
  return [...printed.matchAll(new RegExp(`^::${name}::(.*)$`, 'gm'))].map(([, message = '']) => message);
}
