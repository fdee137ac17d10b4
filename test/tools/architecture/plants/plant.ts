/** A planted violation: one file beside sound ones, which breaks exactly one rule. */

export interface Plant {
  readonly path: string;
  readonly text: string;
  /** Part of the message. */
  readonly says: string;
}

/** A file of each layer. */
export const DOMAIN = 'src/shared/domain/kernel/a.ts';
export const PORTS = 'src/shared/ports/a.ts';
export const USECASES = 'src/shared/usecases/a.ts';
export const ADAPTER = 'src/shared/adapters/files/a.ts';
export const RUNTIME = 'src/shared/runtime/a.ts';
export const STORY = 'actions/train/run.ts';
export const STEP = 'actions/train/steps/a.ts';
export const MAIN = 'actions/train/main.ts';
export const CREATE_PORTS = 'actions/deploy/create-ports.ts';
export const ENTRY = 'actions/start.ts';

/** What each plant stands beside. */
export const soundFiles: Readonly<Record<string, string>> = {
  'src/shared/runtime/run-action.ts': `
import * as core from '@actions/core';
export function failStep(): void {
  core.setFailed('x');
  process.exit(1);
}
`,
  'src/shared/adapters/files/effects.ts': `
export const ask = () => fetch('x');
export const keep = (f: () => void) => ({ later: () => f() });
export class Asked {
  readonly answer = ask();
}
`,
  'src/shared/domain/kernel/sound.ts': `
export interface Sound {
  readonly hertz: number;
}
export const soundEffect = (): Sound => ({ hertz: 440 });
const NOTE = /^[a-g](?:is|es)?[0-8]$/;
export function loudest(sounds: readonly Sound[]): Sound | undefined {
  return sounds.toSorted((one, other) => other.hertz - one.hertz).find(({ hertz }) => hertz > 20);
}
export const isNote = (text: string): boolean => NOTE.test(text) && !/^[a-g]4$/.test(text);
`,
};

export function plant(path: string, says: string, ...texts: readonly string[]): readonly Plant[] {
  return texts.map((text) => ({ path, text: `${text}\n`, says }));
}

/** For plants that are about something else: a file without an export breaks a rule of its own. */
export function withExport(planted: Plant): Plant {
  const { path, text } = planted;
  if (/^export /m.test(text)) return planted;
  return { ...planted, text: `${text}${path === PORTS ? 'export type X = 1;' : 'export const x = 1;'}\n` };
}

/** A function that evaluates each expression. */
export function inFunction(...expressions: readonly string[]): readonly string[] {
  return expressions.map((expression) => `export const f = (): unknown => [${expression}];`);
}
