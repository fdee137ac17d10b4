/** Pictures by Pillow, with their sizes: fixtures/pictures.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chooseIncluded,
  readIncluded,
  type IncludedContent,
} from '../../../src/shared/domain/report/included-content.ts';
import { renderIncluded } from '../../../src/shared/domain/report/included-text.ts';
import { renderIncludedFiles } from '../../../src/shared/domain/report/html/included-figures.ts';
import { readPictureHeader } from '../../../src/shared/domain/report/picture-header.ts';

interface Picture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly base64: string;
}

const pictures = JSON.parse(
  readFileSync(new URL('fixtures/pictures.json', import.meta.url), 'utf8'),
) as Readonly<Record<'png' | 'jpeg' | 'progressive' | 'wide' | 'gif', Picture>>;

const bytesOf = (name: keyof typeof pictures): Uint8Array => Buffer.from(pictures[name].base64, 'base64');
const textOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the size of a picture', () => {
  it.each([
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
    ['progressive', 'image/jpeg'],
  ] as const)('is in the first bytes of %s', (name, mediaType) => {
    const { widthPixels, heightPixels } = pictures[name];
    expect(readPictureHeader(bytesOf(name))).toEqual({ mediaType, widthPixels, heightPixels });
  });

  it.each(['png', 'jpeg', 'progressive', 'gif'] as const)('is not made up where %s is cut off', (name) => {
    const { widthPixels, heightPixels } = pictures[name];
    const bytes = bytesOf(name);
    for (let end = 0; end < bytes.length; end += 1) {
      const header = readPictureHeader(bytes.subarray(0, end));
      if (header !== undefined) expect(header).toMatchObject({ widthPixels, heightPixels });
    }
    expect(readPictureHeader(bytes.subarray(0, 20))).toBeUndefined();
  });
});

describe('files that are shown', () => {
  const reasonsOf = (files: readonly (readonly [string, number])[]): readonly string[] =>
    chooseIncluded(files.map(([name, sizeBytes]) => ({ name, sizeBytes }))).leftOut.map(
      ({ name, reason }) => `${name}: ${reason}`,
    );

  it('are limited by kind, number and size', () => {
    expect(
      reasonsOf([
        ['a.MD', 20_000],
        ['b.png', 400_000],
      ]),
    ).toEqual([]);
    expect(reasonsOf([['a.md', 20_001]])).toEqual(['a.md: expected at most 20000 bytes, got 20001']);
    expect(
      reasonsOf([
        ['a.png', 300_000],
        ['b.jpg', 100_001],
        ['c.jpeg', 100_000],
      ]),
    ).toEqual(['b.jpg: expected at most 400000 bytes in all pictures, got 400001 with it']);
    expect(
      reasonsOf([
        ['a.svg', 1],
        ['b.html', 1],
        ['md', 1],
        ['c.png.gz', 1],
      ]),
    ).toHaveLength(4);
    expect(
      reasonsOf([
        ['a:b.md', 1],
        ['a\n.md', 1],
        ['sub/é.md', 1],
      ]),
    ).toHaveLength(2);
    expect(reasonsOf(Array.from({ length: 9 }, (_, index) => [`${index}.md`, 1] as const))).toEqual([
      '8.md: expected at most 8 files',
    ]);
  });

  it('are what their bytes are, and of a size that a page can have', () => {
    const { leftOut, pictures: shown } = readIncluded([
      { name: 'script.png', bytes: textOf('<script>alert(1)</script>') },
      { name: 'moving.png', bytes: bytesOf('gif') },
      { name: 'wide.png', bytes: bytesOf('wide') },
      { name: 'other-name.png', bytes: bytesOf('jpeg') },
    ]);
    expect(shown.map(({ name, mediaType }) => [name, mediaType])).toEqual([['other-name.png', 'image/jpeg']]);
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'expected a picture in PNG or JPEG',
      'expected a picture in PNG or JPEG',
      'expected 1 to 4000 pixels a side, got 4001 × 1',
    ]);
  });
});

describe('what is shown of them', () => {
  const NAME = '"><script>@octocat![x](//evil.example).png';
  const content: IncludedContent = {
    ...readIncluded([
      { name: 'notes.md', bytes: textOf(`${'word '.repeat(300)}\n\n`.repeat(8)) },
      { name: NAME, bytes: bytesOf('png') },
    ]),
    leftOut: [{ name: NAME, reason: 'expected at most 8 files' }],
  };

  it('in a comment is the beginning of texts, and the names of pictures', () => {
    const markdown = renderIncluded(
      content,
      '[Full report](https://github.com/acme/flights/actions/runs/1#artifacts)',
    );
    expect(markdown).toMatch(/^<details><summary>From the training, not checked<\/summary>/);
    expect(Buffer.byteLength(markdown)).toBeLessThan(7000);
    expect(markdown).toContain('_The rest is left out here, in the [Full report](');
    expect(markdown).not.toMatch(/@octocat|^.*<script>(?![^`]*`).*$/m);
  });

  it('in the page are all texts, and pictures that the page itself has', () => {
    const { markup } = renderIncludedFiles(content);
    expect(markup.match(/<p>/g)).toHaveLength(9);
    expect(markup).toContain(`src="data:image/png;base64,${pictures.png.base64}"`);
    expect(markup).toContain('width="30"');
    expect(markup).toContain('alt="&quot;&gt;&lt;script&gt;');
    expect(markup).not.toMatch(/<script|src="(?!data:image\/png;base64,)/);
  });

  it('is nothing where there is nothing', () => {
    expect(renderIncluded(undefined, undefined)).toBe('');
    expect(renderIncludedFiles(undefined).markup).toBe('');
  });
});
