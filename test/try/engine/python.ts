/** One virtual environment for a whole play: workflows install packages without one, as hosted machines allow. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PythonTools {
  /** Folder for the PATH, or undefined where the machine has no Python with `venv`. */
  readonly bin: () => Promise<string | undefined>;
  readonly install: (packages: readonly string[]) => Promise<void>;
}

/** @param folder where the environment is made when it is first asked for; none where nothing needs Python. */
export function createPythonTools(folder: string | undefined): PythonTools {
  let made: Promise<string | undefined> | undefined;
  const bin = (): Promise<string | undefined> =>
    (made ??= folder === undefined ? Promise.resolve(undefined) : makeEnvironment(folder));
  return {
    bin,
    install: async (packages) => {
      const path = await bin();
      if (path !== undefined && packages.length > 0)
        await promisify(execFile)(join(path, 'pip'), ['install', '--quiet', ...packages]);
    },
  };
}

async function makeEnvironment(folder: string): Promise<string | undefined> {
  const bin = join(folder, 'bin');
  if (existsSync(join(bin, 'python'))) return bin;
  try {
    await promisify(execFile)('python3', ['-m', 'venv', folder]);
    return bin;
  } catch {
    return undefined;
  }
}
