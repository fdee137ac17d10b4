/** Whether a version is what a clause asks for. As in MLflow, what is not there matches nothing but IS NULL. */
import { compareVersions } from '../semantic-version.ts';
import type { FilterClause, SearchKey } from './filter-grammar.ts';
import { isLike } from './like-pattern.ts';
import type { SearchedVersion, VersionDetails } from './searched-version.ts';
import { ownValue } from '../../kernel/unknown-value.ts';

/** Whether tags answer it, without a look at the registration. */
export function isAboutTags({ entity }: Pick<SearchKey, 'entity'>): boolean {
  return entity === 'attribute';
}

/** @param details undefined where they are not known: then no clause about them matches. */
export function matchesClause(
  clause: FilterClause,
  version: SearchedVersion,
  details: VersionDetails | undefined,
): boolean {
  if (clause.entity === 'attribute') return matchesAttribute(clause, version);
  if (details === undefined) return false;
  switch (clause.entity) {
    case 'metric':
      return matchesValue(clause, ownValue(details.metrics, clause.key));
    case 'parameter':
      return matchesValue(clause, ownValue(details.parameters, clause.key));
    case 'tag':
      return matchesValue(clause, ownValue(details.tags, clause.key));
    case 'dataset':
      return details.datasets.some((dataset) => matchesValue(clause, dataset[clause.key]));
  }
}

/** Whether the name of a model is what all clauses about names ask for: no other model is looked at. */
export function matchesName(clauses: readonly FilterClause[], name: string): boolean {
  return clauses.every(
    (clause) => clause.entity !== 'attribute' || clause.key !== 'name' || matchesValue(clause, name),
  );
}

type AttributeClause = Extract<FilterClause, { readonly entity: 'attribute' }>;

function matchesAttribute(clause: AttributeClause, version: SearchedVersion): boolean {
  const { comparator } = clause;
  switch (clause.key) {
    case 'name':
      return matchesValue(clause, version.name);
    case 'version':
      return matchesVersion(clause, version.version);
    case 'created':
      return matchesValue(clause, version.createdMs);
    case 'commit':
      return matchesValue(clause, version.commit);
    case 'model_digest':
      return matchesValue(clause, version.modelDigest);
    case 'status':
      return matchesValue(clause, version.status);
    case 'stage': {
      // A version has any number of stages: it is "not in production" where none of them is.
      const isNegative = comparator === '!=' || comparator === 'NOT IN';
      return isNegative
        ? version.stages.every((stage) => matchesValue(clause, stage))
        : version.stages.some((stage) => matchesValue(clause, stage));
    }
  }
}

function matchesVersion(clause: FilterClause, version: string): boolean {
  const { comparator, value } = clause;
  const isOrdering = comparator === '<' || comparator === '<=' || comparator === '>' || comparator === '>=';
  if (!isOrdering || typeof value !== 'string') return matchesValue(clause, version);
  return matchesValue({ ...clause, value: 0 }, compareVersions(version, value));
}

function matchesValue({ comparator, value }: FilterClause, found: string | number | undefined): boolean {
  if (comparator === 'IS NULL') return found === undefined;
  if (found === undefined) return false;
  switch (comparator) {
    case 'IS NOT NULL':
      return true;
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case 'IN':
      return isListed(value, found);
    case 'NOT IN':
      return !isListed(value, found);
    case 'LIKE':
      return isLike(String(found), String(value));
    case 'ILIKE':
      return isLike(String(found).toLowerCase(), String(value).toLowerCase());
    case '<':
      return Number(found) < Number(value);
    case '<=':
      return Number(found) <= Number(value);
    case '>':
      return Number(found) > Number(value);
    case '>=':
      return Number(found) >= Number(value);
  }
}

function isListed(value: FilterClause['value'], found: string | number): boolean {
  return typeof value === 'object' && value.includes(String(found));
}
