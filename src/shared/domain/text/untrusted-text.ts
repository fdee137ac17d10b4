/**
 * Text that others wrote (file names, groups, messages, titles) made harmless for GitHub's Markdown: it can
 * neither format, link, mention, close an issue nor hide. GitHub links references in the rendered text, so a
 * backslash does not stop them; a zero-width space does.
 */
import { largest } from '../kernel/extremes.ts';
import { composeName } from '../kernel/composed-name.ts';
import { hideTokens } from '../kernel/redact.ts';

const ZERO_WIDTH_SPACE = '\u200b';
const ELLIPSIS = '…';
/** Enough for a name; comments are read by people and by agents, and neither needs more of a stranger's text. */
const MAX_SPAN = 80;
const MAX_TEXT = 400;

/** One line without tokens, control, direction and zero-width characters, in NFC, of at most `limit` graphemes. */
export function cleanText(text: string, limit: number): string {
  const oneLine = composeName(hideTokens(text.toWellFormed()))
    .replace(/\s+/gu, ' ')
    // Cc: controls; Cf: direction, zero-width and other invisible characters; Co, Cn: private and unassigned.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .trim();
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
    oneLine.slice(0, limit * 16),
  );
  const kept = Array.from(graphemes, ({ segment }) => segment);
  if (kept.length <= limit) return kept.join('');
  return kept.slice(0, limit - 1).join('') + ELLIPSIS;
}

/** As code: shown literally. Mentions are broken too, because replies by mail strip the markup. */
export function codeSpan(text: string, limit: number = MAX_SPAN): string {
  const content = breakReferences(cleanText(text, limit));
  if (content === '') return '_empty_';
  const longestRun = Math.max(0, largest(Array.from(content.matchAll(/`+/g), ([run]) => run.length)));
  const fence = '`'.repeat(longestRun + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** As part of a sentence, every character of Markdown and HTML escaped. */
export function escapeText(text: string, limit: number = MAX_TEXT): string {
  return escapeCleaned(cleanText(text, limit));
}

/** Between single backticks, with something to show. */
const CODE = /((?<!`)`[^`]*[^`\s][^`]*`(?!`))/;

/**
 * For sentences of our own with words of others in them, such as messages and hints: as `escapeText`, but what stands
 * between backticks is code. Others gain nothing by a backtick, because code is inert.
 */
export function escapeSentence(text: string, limit: number = MAX_TEXT): string {
  return cleanText(text, limit)
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part.slice(1, -1), limit) : escapeCleaned(part)))
    .join('');
}

function escapeCleaned(text: string): string {
  return breakReferences(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&vert;')
    .replace(/[\\`*_[\]~]/g, '\\$&');
}

/** Breaks what GitHub turns into links or notifications: @name, #1, GH-1, commits, addresses. */
function breakReferences(text: string): string {
  return text
    .replace(/[@#]/g, `$&${ZERO_WIDTH_SPACE}`)
    .replace(/\b(gh)-(?=\d)/gi, `$1-${ZERO_WIDTH_SPACE}`)
    .replace(/:\/\//g, `:${ZERO_WIDTH_SPACE}//`)
    .replace(/\bwww(?=\.)/gi, `$&${ZERO_WIDTH_SPACE}`)
    .replace(/[0-9a-f]{7,}/gi, breakCommit);
}

/** Seven hexadecimal digits may name a commit; a plain number stays whole. */
function breakCommit(digits: string): string {
  return /^\d+$/.test(digits) ? digits : digits.replace(/.{6}(?=.)/g, `$&${ZERO_WIDTH_SPACE}`);
}
