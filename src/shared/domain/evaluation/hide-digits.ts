/**
 * `report: verdict-only`: the evaluation without the numbers that a challenger could be fitted to. What is left has every
 * digest, so `register` recomputes it and gets the same document. A key that is not listed here is left out.
 */
import type { AnchorResult, Challengers, Evaluation, RuleResult } from '../documents/evaluation.ts';
import { isHidden, type RuleReason } from '../documents/rule-reason.ts';
import type { OwnRuleTest } from './own-rules.ts';

/**
 * Which rules passed, by which configuration, on which rows; no value, difference or interval, of no metric and no group.
 * @param isOwnRule whether only the pull request has the rule: then it counts in the verdict of all of them, and no more.
 */
export function hideDigits(evaluation: Evaluation, isOwnRule: OwnRuleTest): Evaluation {
  const { schema, statistics, model, task, run, modelDigest, champion, anchor, gate, looks } = evaluation;
  const { challengers, rows, groups, trainings, parameters, rules, verdict, reason, changes } = evaluation;
  return {
    ...{ schema, statistics, model, task, run, gate, verdict, reason, digits: 'hidden' },
    ...(modelDigest !== undefined && { modelDigest }),
    ...(champion !== undefined && { champion: hideAnswers(champion) }),
    ...(anchor !== undefined && { anchor: { ...hideAnswers(anchor), metrics: [] } }),
    ...(looks !== undefined && { looks }),
    ...(challengers !== undefined && { challengers: hideRanking(challengers) }),
    ...(rows !== undefined && { rows }),
    ...(groups !== undefined && { groups: hideWeakest(groups) }),
    ...(trainings !== undefined && { trainings }),
    ...(parameters !== undefined && { parameters }),
    metrics: [],
    rules: rules.map((rule) => hideResult(rule, isOwnRule)),
    ...(changes !== undefined && { changes: hideChanges(changes, isOwnRule) }),
  };
}

/** Metrics of a champion that answers otherwise have values too. */
function hideAnswers<T extends NonNullable<Evaluation['champion']> | AnchorResult>(version: T): T {
  const { answers } = version;
  if (answers === undefined) return version;
  const { state, rows, registeredRowCount, changedRows } = answers;
  return {
    ...version,
    answers: {
      state,
      ...(rows !== undefined && { rows }),
      ...(registeredRowCount !== undefined && { registeredRowCount }),
      ...(changedRows !== undefined && { changedRows }),
    },
  };
}

type Groups = NonNullable<Evaluation['groups']>;

function hideWeakest({ weakest, ...groups }: Groups): Groups {
  return weakest === undefined ? groups : { ...groups };
}

/** Which one the document is about, and of the others neither order nor verdict: each would be one more answer to the rules of a pull request. */
function hideRanking({ plannedCount, ranked }: Challengers): Challengers {
  const [first, ...others] = ranked ?? [];
  if (first === undefined) return { plannedCount };
  const known = [first, ...others.toSorted((one, other) => (one.name < other.name ? -1 : 1))];
  return {
    plannedCount,
    ranked: known.map(({ name, run, modelDigest, answers, verdict }, index) => ({
      ...{ name, run },
      ...(index === 0 && verdict !== undefined && { verdict }),
      ...(modelDigest !== undefined && { modelDigest }),
      ...(answers !== undefined && { answers }),
    })),
  };
}

type Changes = NonNullable<Evaluation['changes']>;

function hideChanges(changes: Changes, isOwnRule: OwnRuleTest): Changes {
  const { head } = changes;
  if (head === undefined) return changes;
  return { ...changes, head: { ...head, rules: head.rules.map((rule) => hideResult(rule, isOwnRule)) } };
}

/** A relative margin is a fraction of the other model's value, and trainings have values of their own. */
function hideResult(result: RuleResult, isOwnRule: OwnRuleTest): RuleResult {
  const { metric, kind, threshold, against, confidence, outcome, relative, reason } = result;
  const asked = {
    ...{ metric, kind, threshold, outcome },
    ...(against !== undefined && { against }),
    ...(confidence !== undefined && { confidence }),
    ...(relative !== undefined && { relative: {} }),
  };
  return isOwnRule(result)
    ? { ...asked, outcome: 'not-shown', reason: { code: 'not-in-the-base' } }
    : { ...asked, reason: hideNumbers(reason) };
}

function hideNumbers(reason: RuleReason): RuleReason {
  return isHidden(reason) ? { code: 'not-shown', instead: reason.code } : reason;
}
