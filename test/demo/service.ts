/** The local service of the demo: where it is, how the repository's configuration says so, and its end. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LocalService extends AsyncDisposable {
  readonly url: string;
  /** The sample's configuration with this service, and images in `registry`. */
  configure(config: string, registry: string): string;
}

/** Reserves a port and a folder; disposing ends what serves and removes its files. */
export async function createLocalService(): Promise<LocalService> {
  const folder = await mkdtemp(join(tmpdir(), 'flight-delays-service-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    configure: (config, registry) =>
      replaceAll(config, {
        'ghcr.io/acme/flight-delays': `${registry}/acme/flight-delays`,
        'node service.mjs': `PORT=${port} SERVICE_FOLDER=${folder} node service.mjs`,
        'http://127.0.0.1:8080': url,
      }),
    [Symbol.asyncDispose]: async () => {
      await endService(join(folder, 'pid'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function replaceAll(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((current, [from, to]) => {
    if (!current.includes(from)) throw new Error(`configuration of the sample: expected ${from}, got none`);
    return current.replaceAll(from, to);
  }, text);
}

/** The service has left the demo's process groups, as it must; its process id is in a file. */
async function endService(pidPath: string): Promise<void> {
  const pid = await readFile(pidPath, 'utf8').then(Number, () => undefined);
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGTERM');
    for (let tries = 0; tries < 40; tries += 1) {
      await sleep(50);
      process.kill(pid, 0);
    }
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
