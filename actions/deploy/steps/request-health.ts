/** One request to the address at which a service reports its health. */
import { checkHealthResponse, type Health } from '../../../src/shared/domain/rollout/health.ts';
import { serviceAddress, type ServiceSettings } from '../../../src/shared/domain/rollout/serving-settings.ts';
import type { DeployPorts } from '../ports.ts';

const TIMEOUT_MS = 5000;

/**
 * @param version that has to answer; undefined for any.
 * @returns undefined for a service without an address.
 * @throws InputError for an address that may not be requested.
 */
export async function requestHealth(
  createProbe: DeployPorts['probe'],
  service: ServiceSettings,
  version: string | undefined,
): Promise<Health | undefined> {
  const { url, healthPath } = service;
  if (url === undefined) return undefined;
  const call = { url: serviceAddress(url, healthPath), method: 'GET', timeoutMs: TIMEOUT_MS } as const;
  const answer = await createProbe(service).request(call);
  return checkHealthResponse(answer, { path: healthPath, version });
}
