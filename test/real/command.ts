/** Runs a program to its end. Standard input is closed; the environment is the suite's own by default. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface CommandResult {
  /** 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  );
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
  return { code: code ?? 128, stdout: text(stdout), stderr: text(stderr) };
}

/** @returns what it printed. @throws with what it said when the exit code is not 0. */
export async function readCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, options);
  if (code === 0) return stdout;
  const said = `${stdout}${stderr}`.trim();
  throw new Error(`${command} ${args.join(' ')}: expected exit code 0, got ${code}: ${said}`);
}
