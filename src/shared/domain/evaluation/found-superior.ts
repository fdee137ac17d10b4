/** Which versions an evaluation finds the challenger superior to: what moves the anchor, and nothing else does. */
import type { ReadEvaluation } from '../documents/evaluation.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';

/**
 * Every `superior-by` rule against that version passes on an interval, and so does the whole gate: an override is a
 * decision of a person, and two reported values have no interval.
 */
export function foundSuperiorTo({
  verdict,
  rules,
  champion,
  anchor,
}: Pick<ReadEvaluation, 'verdict' | 'rules' | 'champion' | 'anchor'>): readonly string[] {
  if (verdict !== 'pass') return [];
  const isAnchorChampion = anchor?.evidence === 'champion';
  const ofAnchor = rules.filter(({ against }) => against === 'anchor' && !isAnchorChampion);
  const ofChampion = rules.filter((rule) => !ofAnchor.includes(rule));
  return [
    ...(champion !== undefined && areSuperior(ofChampion) ? [champion.version] : []),
    ...(anchor !== undefined && areSuperior(ofAnchor) ? [anchor.version] : []),
  ];
}

function areSuperior(rules: ReadEvaluation['rules']): boolean {
  // A faster or smaller model may predict worse, by what a margin allows, each time.
  const superior = rules.filter(({ kind, metric }) => kind === 'superior-by' && !isRunMetric(metric));
  return (
    superior.length > 0 &&
    superior.every(({ outcome, reason }) => outcome === 'pass' && isOfIntervals(reason))
  );
}

/** Also where its numbers are hidden. */
function isOfIntervals(reason: ReadEvaluation['rules'][number]['reason']): boolean {
  return (reason.code === 'not-shown' ? reason.instead : reason.code) === 'improvement-interval';
}
