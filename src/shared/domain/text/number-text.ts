/** Numbers as people read them: a few significant digits, thousands apart, no exponent unless it must be. */

/** Three significant digits: 0.00312, 12.3, 42,113. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-6 || magnitude >= 1e15) return minus(value.toExponential(2));
  if (magnitude >= 1000) return minus(groupThousands(Math.round(value)));
  const text = value.toPrecision(3);
  return minus(text.includes('e') ? String(Number(text)) : text);
}

/** A dash where there is no value. */
export function formatOptional(value: number | undefined): string {
  return value === undefined ? '–' : formatNumber(value);
}

/** A number with its sign, as differences are written: +0.00312, −0.02, 0. */
export function formatSigned(value: number): string {
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}

/** A number that somebody wrote, as it was written: 0.001 and not 0.00100. */
export function formatGiven(value: number): string {
  return minus(String(value));
}

/** A whole number with its thousands apart: 42,113. */
export function formatCount(value: number): string {
  return minus(groupThousands(Math.round(value)));
}

/** "1 day", "28 days". */
export function countOf(count: number, unit: string): string {
  return `${formatCount(count)} ${count === 1 ? unit : `${unit}s`}`;
}

function groupThousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The minus sign of typography: as wide as a plus, and no hyphen that a line may break at. */
function minus(text: string): string {
  return text.replace('-', text.includes('e-') && !text.startsWith('-') ? '-' : '−');
}

/** A fraction that somebody wrote, in percent: "2 %" of 0.02. */
export function formatPercent(fraction: number): string {
  return `${formatGiven(Number((100 * fraction).toPrecision(12)))} %`;
}

/** A confidence or an error rate, like `99.75 %`; a third of a percent has three decimals. */
export function formatConfidence(confidence: number): string {
  return `${formatGiven(Number((100 * confidence).toFixed(3)))} %`;
}

export function formatShare(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`;
}

export function formatP(p: number): string {
  return p < 1e-4 ? 'p < 0.0001' : `p = ${Number(p.toPrecision(2))}`;
}
