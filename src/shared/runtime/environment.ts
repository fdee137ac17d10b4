/** The process's environment: read here and nowhere else. */
import type { InputSource } from './inputs.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the runner gives to this step alone: tokens of its services, the action's inputs, and the files that set its
 * outputs. Commands do not get them by accident; one that looks for them finds them in /proc (SECURITY.md).
 */
const WITHHELD = [
  /^INPUT_/,
  /^ACTIONS_/,
  /^STATE_/,
  /^GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY|ARTIFACTS)$/,
];

export function processEnvironment(): Environment {
  return process.env;
}

/** The value, or undefined when the variable is missing or empty. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === undefined || value === '' ? undefined : value;
}

export function inputsFromEnvironment(environment: Environment, mask: (secret: string) => void): InputSource {
  const PREFIX = 'INPUT_';
  return {
    get: (name) => environment[`${PREFIX}${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '',
    names: () =>
      Object.entries(environment)
        .filter(([key, value]) => key.startsWith(PREFIX) && (value ?? '').trim() !== '')
        .map(([key]) => key.slice(PREFIX.length)),
    mask,
  };
}

/**
 * What a command of the user's gets: what a `run:` step would see. Without this, training code could upload
 * artifacts in the name of this step, or write its outputs.
 */
export function commandEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !WITHHELD.some((pattern) => pattern.test(entry[0])),
    ),
  );
}
