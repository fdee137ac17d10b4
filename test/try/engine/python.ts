/** One virtual environment for a whole play: workflows install packages without one, as hosted machines allow. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PythonTools {
  /** Folder for the PATH, or undefined where the machine has no Python with `venv`. */
  readonly bin: () => Promise<string | undefined>;
  readonly install: (packages: readonly string[]) => Promise<void>;
}

/** @param folder where the environment is made when it is first asked for. */
export function createPythonTools(folder: string): PythonTools {
  let made: Promise<string | undefined> | undefined;
  const bin = (): Promise<string | undefined> => (made ??= makeEnvironment(folder));
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
  try {
    await promisify(execFile)('python3', ['-m', 'venv', folder]);
    return join(folder, 'bin');
  } catch {
    return undefined;
  }
}
