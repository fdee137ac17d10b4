/** A report as sections: what must be there first, what may be left out when GitHub's limits are reached. */

export interface Section {
  readonly markdown: string;
  /** May be left out; the last such section goes first. */
  readonly optional?: boolean;
}

/** https://docs.github.com/rest/issues/comments refuses bodies of more than 65,536 characters; bytes are never fewer. */
export const MAX_COMMENT_BYTES = 60_000;

const LEFT_OUT =
  '_Details were left out to stay within the length that GitHub takes; the job summary has them._';

/** Sections that fit, an empty line apart. Required ones stay, whatever their length. */
export function joinSections(sections: readonly Section[], maxBytes: number): string {
  const kept = sections.filter(({ markdown }) => markdown !== '');
  let isShortened = false;
  const render = (): string =>
    [...kept.map(({ markdown }) => markdown), ...(isShortened ? [LEFT_OUT] : [])].join('\n\n') + '\n';
  while (Buffer.byteLength(render()) > maxBytes) {
    const last = kept.findLastIndex(({ optional }) => optional === true);
    if (last === -1) break;
    kept.splice(last, 1);
    isShortened = true;
  }
  return render();
}

/** A part that opens on a click. `summary` is trusted Markdown, without line breaks. */
export function fold(summary: string, body: string): string {
  return body === '' ? '' : `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
