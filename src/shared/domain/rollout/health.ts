/**
 * Whether a service is healthy: it answers with a 2xx status, and where the answer names a version, with the new one.
 * The version before may still answer while it is replaced.
 */

export type Health = { readonly healthy: true } | { readonly healthy: false; readonly reason: string };

/**
 * @param answer undefined when nothing answered.
 * @param version undefined for any.
 */
export function checkHealthAnswer(
  answer: { readonly status: number; readonly body: string } | undefined,
  version: string | undefined,
): Health {
  if (answer === undefined) return { healthy: false, reason: 'nothing answers' };
  if (answer.status < 200 || answer.status > 299) {
    return { healthy: false, reason: `it answers with status ${answer.status}` };
  }
  const served = servedVersion(answer.body);
  if (served === undefined || version === undefined || served === version) return { healthy: true };
  return { healthy: false, reason: `it still serves version ${served.slice(0, 80)}` };
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
