import { expect, it } from 'vitest';
import { pointerKindOf } from '../../../src/shared/domain/kernel/pointer-file.ts';

const kind = (text: string) => pointerKindOf(Buffer.from(text))?.tool;

// The first as in the specification of Git LFS, the others as `dvc add` writes them (DVC 2 and 3).
it.each([
  ['Git LFS', `version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n`],
  ['DVC', 'outs:\n- md5: a304afb96060aad90176268345e10355\n  path: data.xml\n'],
  ['DVC', 'md5: 1f2e\nframe: 1\nouts:\n- md5: a304\n  size: 37\n  hash: md5\n  path: data.xml\n'],
  [undefined, 'id,late\n1,0\n'],
  [undefined, 'outs:\n  - 3\n'],
  [undefined, 'the line "version https://git-lfs.github.com/spec/v1" is in a text\n'],
  [undefined, ''],
])('the text of a pointer says its kind: %s', (expected, text) => {
  expect(kind(text)).toBe(expected);
});
