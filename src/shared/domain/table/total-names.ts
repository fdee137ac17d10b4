/** What a row is called that sums up others, in the languages of the spreadsheets that make them. */

export interface TotalRow {
  /** Counts from 0. */
  readonly row: number;
  /** How it was recognized, as part of a sentence. */
  readonly evidence: string;
}

const SUMS = [
  'total|totals|(?:grand|sub|sum)[ -]?totals?|overall|sum',
  'gesamt|insgesamt|(?:gesamt|zwischen|end)?summe|gesamtergebnis|gesamtsumme|teilergebnis|zwischenergebnis',
  'total (?:general|g[ée]n[ée]ral|geral)|sous-total|totaux|totaal|subtotaal|totale|totale complessivo|eindtotaal',
  'somme|suma|soma|somma|итого|всего|合计|总计|小计|合計|小計|総計',
].join('|');
const MEANS = 'averages?|avg|mean|median|mittelwert|durchschnitt|moyenne|promedio|media|gemiddelde';
const EXACT = new RegExp(`^(?:[∑Σ]|${SUMS}|${MEANS})\\s*[:.]?$`, 'iu');
/** Of a part: with the name of the part before it or behind it. */
const OF_PART = new RegExp(
  `^(?:[∑Σ]|${SUMS}|${MEANS})(?:\\s*[:.]?$|[\\s:,_-]+\\S)|\\S[\\s:,_-]+(?:${SUMS}|${MEANS})\\s*[:.]?$`,
  'iu',
);
const MEAN = new RegExp(`(?:^|[\\s:,_-])(?:${MEANS})(?:$|[\\s:,._-])`, 'iu');
const SUBTOTAL = /sub|sous|zwischen|teil|小计|小計/iu;

/** Longer texts are no names. */
const LONGEST_NAME = 60;

/** A name that is nothing else: "Total", "Gesamtsumme:". */
export function isNameOfTotal(text: string): boolean {
  return EXACT.test(text.trim());
}

/** A name that may be one of a part too: "Total North", "North Total". */
export function isTotalName(text: string): boolean {
  return text.length <= LONGEST_NAME && OF_PART.test(text.trim());
}

/** A name that each part may have again. */
export function isSubtotalName(text: string): boolean {
  return SUBTOTAL.test(text) && isTotalName(text);
}

export function nameKind(text: string): 'sum' | 'mean' {
  return MEAN.test(text) ? 'mean' : 'sum';
}
