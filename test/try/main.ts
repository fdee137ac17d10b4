/** `try`, `init` and `check` of a folder: reads the command line, and ends with an exit code. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

const commands = ['try', 'init', 'check'] as const;
type Command = (typeof commands)[number];

const OPTIONS = ['--yes', '--all-workflows', '--twice'] as const;

/** `--change <patch>`: what follows it is no folder. */
const CHANGE = '--change';

const USAGE = `usage: npm run try -- <folder of your repository> [--yes] [--all-workflows] [--twice] [--change <patch>|working-tree]
       npm run init -- <folder of your repository> [--yes]
       npm run check-repository -- <folder of your repository>`;

async function main(args: readonly string[], interrupted: AbortSignal): Promise<number> {
  if (args.some((argument) => argument === '--help' || argument === '-h')) {
    console.log(USAGE);
    return 0;
  }
  const unknown = args.find(
    (argument) =>
      argument.startsWith('-') && argument !== CHANGE && !OPTIONS.some((known) => known === argument),
  );
  if (unknown !== undefined)
    throw new Error(`expected no option but ${OPTIONS.join(', ')}, got ${unknown}\n${USAGE}`);
  const at = args.indexOf(CHANGE);
  const change = at < 0 ? undefined : args[at + 1];
  if (at >= 0 && (change === undefined || change.startsWith('-')))
    throw new Error(`${CHANGE}: expected a patch, or working-tree, got ${change ?? 'nothing'}\n${USAGE}`);
  const [name, folder] = args.filter(
    (argument, index) => !argument.startsWith('-') && (at < 0 || index !== at + 1),
  );
  const command = commands.find((known) => known === name);
  if (command === undefined)
    throw new Error(`expected one of ${commands.join(', ')}, got ${name ?? 'nothing'}\n${USAGE}`);
  if (folder === undefined || !(await isFolder(folder)))
    throw new Error(`expected a folder, got ${folder ?? 'nothing'}\n${USAGE}`);
  return await run(command, {
    folder: resolve(folder),
    isYes: args.includes('--yes'),
    hasAllWorkflows: args.includes('--all-workflows'),
    isTwice: args.includes('--twice'),
    change,
    interrupted,
  });
}

interface Request {
  readonly folder: string;
  readonly isYes: boolean;
  readonly hasAllWorkflows: boolean;
  readonly isTwice: boolean;
  readonly change: string | undefined;
  readonly interrupted: AbortSignal;
}

/** Each is loaded when it is wanted: the box of `try` is most of the code. */
async function run(command: Command, request: Request): Promise<number> {
  const { folder, isYes } = request;
  switch (command) {
    case 'try': {
      const { tryRepository } = await import('./try.ts');
      await tryRepository(folder, request);
      return 0;
    }
    case 'init': {
      const { createConfirm, describeInitialized, init } = await import('./init.ts');
      const result = await init({ folder, write: console.log, confirm: createConfirm(isYes) });
      for (const line of describeInitialized(result, folder)) console.log(line);
      return result.kind === 'declined' ? 1 : 0;
    }
    case 'check': {
      const { checkRepository, describeFindings } = await import('./check.ts');
      const findings = await checkRepository(folder);
      for (const line of describeFindings(findings)) console.log(line);
      return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
try {
  process.exitCode = await main(process.argv.slice(2), interruption.signal);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = interruption.signal.aborted ? 130 : 1;
}
