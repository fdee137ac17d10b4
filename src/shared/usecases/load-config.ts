/** The configuration of the repository, from the checkout. */
import type { Config } from '../domain/config/config.ts';
import { parseConfig } from '../domain/config/parse-config.ts';
import { InputError } from '../domain/kernel/errors.ts';
import { CONFIG_PATH } from '../domain/kernel/names.ts';
import type { Files } from '../ports/workspace.ts';

/** @param requested the input `config`. */
export function configPathOf(requested: string | undefined): string {
  return requested ?? CONFIG_PATH;
}

/**
 * @param requested the input `config`; without it the usual path is read, where a file may be absent.
 * @returns undefined when there is none.
 * @throws InputError when the requested file is absent, or what is there is no configuration.
 */
export async function loadConfig(
  workspace: Files,
  requested: string | undefined,
): Promise<Config | undefined> {
  const path = configPathOf(requested);
  if (await workspace.exists(path))
    return parseConfig(new TextDecoder().decode(await workspace.read(path)), path);
  if (requested === undefined) return undefined;
  throw new InputError(
    'INPUT_INVALID',
    `input "config": expected a file, got none at ${JSON.stringify(path)}`,
    {
      hint: 'paths are relative to the root of the checkout',
    },
  );
}
