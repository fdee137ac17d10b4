/**
 * Debian's Docker engine with everything that it keeps in one folder: no bridge and no rule of the firewall, so
 * containers use the host's network and nothing is left behind.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommand } from '../command.ts';
import type { RealTools } from '../tools.ts';
import { startServer } from './server.ts';

export interface Login {
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

export interface DockerEngine {
  readonly socket: string;
  /** Runs the engine's own client. @returns what it printed. */
  docker(...args: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** @param folder empty; whoever made it removes it after `close`. */
export async function startDockerEngine(
  tools: RealTools,
  { folder, login }: { readonly folder: string; readonly login: Login },
): Promise<DockerEngine> {
  const socket = join(folder, 'docker.sock');
  const server = await startServer({
    command: tools.dockerd,
    args: [
      ...['--host', `unix://${socket}`, '--pidfile', join(folder, 'docker.pid')],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--bridge=none'],
    ],
    ready: /API listen on/,
  });
  const config = await writeClientConfig(folder, login);
  return {
    socket,
    docker: (...args) =>
      readCommand(tools.docker, ['--host', `unix://${socket}`, '--config', config, ...args]),
    close: async () => {
      await server.close();
      for (const mount of await mountsBelow(folder)) await readCommand('umount', [mount]);
    },
  };
}

async function writeClientConfig(folder: string, login: Login): Promise<string> {
  const config = join(folder, 'client');
  const auth = Buffer.from(`${login.username}:${login.password}`).toString('base64');
  await mkdir(config);
  await writeFile(join(config, 'config.json'), JSON.stringify({ auths: { [login.registry]: { auth } } }));
  return config;
}

/** The engine leaves the network namespace of its containers mounted. */
async function mountsBelow(folder: string): Promise<readonly string[]> {
  const lines = (await readFile('/proc/mounts', 'utf8')).split('\n');
  return lines.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${folder}/`));
}
