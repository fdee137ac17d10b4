/** The client of registries on a clock that does not wait, and blobs to send. */
import { createHash } from 'node:crypto';
import { createImageRegistry } from '../../../src/shared/adapters/oci/image-registry.ts';
import type { ImageName } from '../../../src/shared/domain/kernel/image-reference.ts';
import type { RegistryLogin } from '../../../src/shared/domain/rollout/image/registry-login.ts';
import type { ImageBlob, ImageRegistry } from '../../../src/shared/ports/registry.ts';

export interface RegistryClient {
  readonly registry: ImageRegistry;
  /** Milliseconds between attempts. */
  readonly waits: readonly number[];
}

/** @param who the password of an account, or how the client signs in. */
export function createRegistryClient(who: string | RegistryLogin, waits: number[] = []): RegistryClient {
  const login =
    typeof who === 'string' ? ({ kind: 'password', username: 'someone', password: who } as const) : who;
  const silent = (): void => undefined;
  const registry = createImageRegistry({
    login: () => login,
    timeoutMs: 60_000,
    random: () => 0.5,
    clock: {
      now: () => new Date(0),
      monotonicMs: () => 0,
      sleep: async (ms) => void waits.push(ms),
    },
    log: { info: silent, notice: silent, warning: silent, debug: silent, group: (_, work) => work() },
  });
  return { registry, waits };
}

export function imageAt(url: string, repository = 'acme/flights'): ImageName {
  return { registry: new URL(url).host, repository };
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** In two chunks. */
export function blobOf(bytes: Uint8Array): ImageBlob {
  const half = Math.floor(bytes.length / 2);
  return {
    digest: digestOf(bytes),
    sizeBytes: bytes.length,
    async *content() {
      yield await Promise.resolve(bytes.subarray(0, half));
      yield bytes.subarray(half);
    },
  };
}
