/**
 * Whether a service is healthy: it answers with a 2xx status, and where the answer names a version, with the new one.
 * The version before may still answer while it is replaced.
 */
import type { HealthObservation } from '../documents/phase.ts';

export interface Health {
  readonly healthy: boolean;
  readonly detail: HealthObservation;
}

/**
 * @param answer undefined when nothing answered.
 * @param expected the path that was requested, and the version that has to answer; undefined for any.
 */
export function checkHealthResponse(
  answer: { readonly status: number; readonly body: string } | undefined,
  { path, version }: { readonly path: string; readonly version: string | undefined },
): Health {
  if (answer === undefined) return { healthy: false, detail: { code: 'health-no-answer', path } };
  const { status } = answer;
  if (status < 200 || status > 299) {
    return { healthy: false, detail: { code: 'health-status', path, status } };
  }
  const served = servedVersion(answer.body);
  if (served === undefined || version === undefined || served === version) {
    return { healthy: true, detail: { code: 'health-answered', path, status } };
  }
  return {
    healthy: false,
    detail: { code: 'health-other-version', path, version: served.slice(0, 80) },
  };
}

/** The version that a JSON answer names, without a leading `v`. */
function servedVersion(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const version = (parsed as { readonly version?: unknown } | null)?.version;
    return typeof version === 'string' ? version.replace(/^v(?=\d)/, '') : undefined;
  } catch {
    return undefined;
  }
}
