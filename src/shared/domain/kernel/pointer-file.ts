/** Small texts that stand for a file kept elsewhere. Evaluated as a model or as rows, they are somebody's mistake. */

/** Far more than the text of any pointer. */
export const POINTER_BYTES = 1024;

/** The tools that keep files beside git, and what brings the content back. */
const pointerKinds = [
  {
    tool: 'Git LFS',
    // https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
    form: /^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n/,
    hint: 'set `lfs: true` of actions/checkout, or run `git lfs pull` in a step before this one',
  },
  {
    tool: 'DVC',
    // https://dvc.org/doc/user-guide/project-structure/dvc-files
    form: /^(?:[a-z0-9_]+:.*\r?\n)*outs:\r?\n-[ ]+(?:md5|hash|size|path|etag|nfiles|cache):/,
    hint: 'run `dvc pull` in a step before this one, and name the file without `.dvc`',
  },
  {
    tool: 'git-annex',
    // https://git-annex.branchable.com/internals/pointer_file/
    form: /^\/annex\/objects\/\S+\r?\n?$/,
    hint: 'run `git annex get` in a step before this one',
  },
] as const;

export type PointerKind = (typeof pointerKinds)[number];

/** @param start the first `POINTER_BYTES` of the file, or all of it. */
export function pointerKindOf(start: Uint8Array): PointerKind | undefined {
  const text = Buffer.from(start).toString('latin1');
  return pointerKinds.find(({ form }) => form.test(text));
}

/** The SHA-256 of the content that a pointer of Git LFS stands for; undefined for other pointers. */
export function lfsDigestOf(pointer: Uint8Array): string | undefined {
  return /^oid sha256:([0-9a-f]{64})\r?$/m.exec(Buffer.from(pointer).toString('latin1'))?.[1];
}

const FETCHES = /\bgit[\s-]+lfs\s+(?:pull|fetch|checkout)\b|\bdvc\s+(?:pull|fetch|checkout|repro|update)\b/;

/** Whether a command, or the text of a script that it runs, brings the content of pointers itself. */
export function fetchesContent(text: string): boolean {
  return FETCHES.test(text);
}
