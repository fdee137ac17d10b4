/** The files through which a step informs its runner: outputs and the summary. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const names = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const;

export interface StepFiles {
  readonly environment: Readonly<Record<string, string>>;
  readonly outputs: () => Promise<Readonly<Record<string, string>>>;
  readonly summary: () => Promise<string>;
}

/** New and empty for each step. */
export async function createStepFiles(folder: string, step: number): Promise<StepFiles> {
  const paths = Object.fromEntries(
    names.map((name) => [name, join(folder, `step-${step}-${name.toLowerCase()}`)]),
  ) as Record<(typeof names)[number], string>;
  for (const path of Object.values(paths)) await writeFile(path, '');
  return {
    environment: paths,
    outputs: async () => parseOutputs(await readFile(paths.GITHUB_OUTPUT, 'utf8')),
    summary: () => readFile(paths.GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

/** `name=value`, or `name<<END`, lines, `END`. */
export function parseOutputs(source: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = source.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const [, name, operator, rest = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(lines[index] ?? '') ?? [];
    if (name === undefined) continue;
    if (operator === '=') {
      outputs[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, index + 1);
    if (end < 0) throw new Error(`GITHUB_OUTPUT: expected a line ${rest} that ends ${name}, got none`);
    outputs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return outputs;
}
