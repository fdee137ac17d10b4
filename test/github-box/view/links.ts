/** Small pieces that all views share. */

export type Json = Record<string, unknown>;

/** Opaque, like GitHub's own. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

/** Path parts with slashes kept: `models/churn@v1` → `models/churn%40v1`. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
