/** Debian's `docker-registry` on loopback, which requires a password. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { RealTools } from '../tools.ts';
import type { Login } from './docker-engine.ts';
import { startServer } from './server.ts';

export interface Registry {
  readonly login: Login;
  close(): Promise<void>;
}

const USERNAME = 'ci';
const PASSWORD = 'registry-password';
/** bcrypt of the password, the only hash that the registry takes. */
const PASSWORD_HASH = '$2b$05$BB1Cw10IZTjkLDClm8MmsOODCwCIdxi9QynqC7.6X1imvagWTO61a';

/** @param folder gets everything that the registry stores. */
export async function startRegistry(tools: RealTools, folder: string): Promise<Registry> {
  const passwords = join(folder, 'htpasswd');
  const config = join(folder, 'config.yml');
  await mkdir(folder, { recursive: true });
  await writeFile(passwords, `${USERNAME}:${PASSWORD_HASH}\n`);
  const settings = {
    version: 0.1,
    storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
    http: { addr: '127.0.0.1:0', secret: 'one registry, one secret' },
    auth: { htpasswd: { realm: 'registry', path: passwords } },
  };
  await writeFile(config, stringify(settings));
  const ready = /listening on (127\.0\.0\.1:\d+)/;
  const server = await startServer({ command: tools.dockerRegistry, args: ['serve', config], ready });
  return {
    login: { registry: server.found, username: USERNAME, password: PASSWORD },
    close: () => server.close(),
  };
}
