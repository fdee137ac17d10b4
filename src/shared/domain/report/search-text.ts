/** What a search found: as a sentence, a table, and as JSON. */
import type { SearchResult } from '../registry/search/search-result.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf, formatCount, formatNumber } from '../text/number-text.ts';
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';
import { formatInstant } from '../kernel/time.ts';

/** Columns of metrics in the table; the output has all of them. */
const SHOWN_METRICS = 4;
const NAMED_TAGS = 5;

/** One sentence, without Markdown. */
export function describeSearch({ found, matchingCount, modelCount, versionCount }: SearchResult): string {
  const among = `${countOf(versionCount, 'version')} of ${countOf(modelCount, 'model')}`;
  const shown = found.length < matchingCount ? `, of which ${formatCount(found.length)} are shown` : '';
  return `${formatCount(matchingCount)} ${matchingCount === 1 ? 'matches' : 'match'} among ${among}${shown}`;
}

/** What was not checked, one sentence each; none where everything was. */
function describeUnread({ found, unread }: SearchResult): readonly string[] {
  const { modelCount, versionCount, mayMatch, unknown } = unread;
  const named = unknown.slice(0, NAMED_TAGS).join(', ');
  const more = unknown.length > NAMED_TAGS ? ` and ${formatCount(unknown.length - NAMED_TAGS)} more` : '';
  return [
    ...(modelCount > 0
      ? [
          `${countOf(modelCount, 'model')} were not looked at: one search reads the tags of 25; name the model, or ask for names`,
        ]
      : []),
    ...(versionCount > 0
      ? [
          `${countOf(versionCount, 'version')} were not looked at${mayMatch ? ', and others may match: one search reads 1,000 registrations, newest first; add a clause about version, stage or created' : `, because ${formatCount(found.length)} are found`}`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `of ${named}${more} the ledger has no registration that is the one of the tag, so nothing is known of metrics, params, tags and data`,
        ]
      : []),
  ];
}

/** For the job summary. */
export function renderSearch(result: SearchResult): string {
  const metrics = shownMetrics(result);
  const columns = ['version', 'created', 'stages', 'status', ...metrics, 'commit'];
  const rows = result.found.map(({ version, details }) => [
    // Tags of GTO's grammar, and what is copied has to be the tag.
    `\`${version.tag}\``,
    formatInstant(version.createdMs).slice(0, 10),
    version.stages.map((stage) => `\`${stage}\``).join(', '),
    version.status === 'active' ? '' : version.status,
    ...metrics.map((name) => {
      const value = Object.hasOwn(details?.metrics ?? {}, name) ? details?.metrics[name] : undefined;
      return value === undefined ? '' : formatNumber(value);
    }),
    `\`${version.commit.slice(0, 7)}\``,
  ]);
  return [
    `### Search: ${describeSearch(result)}`,
    ...(rows.length === 0
      ? []
      : [
          renderTable(
            columns.map((title) => ({ title: metrics.includes(title) ? codeSpan(title) : title })),
            rows,
          ),
        ]),
    ...describeUnread(result).map((text) => `> ${escapeSentence(text)}.`),
  ].join('\n\n');
}

/** For the output `versions`. */
export function writeSearch({ found }: SearchResult): string {
  return JSON.stringify(
    found.map(({ version, details }) => ({
      model: version.name,
      version: version.version,
      tag: version.tag,
      commit: version.commit,
      created: formatInstant(version.createdMs),
      stages: version.stages,
      status: version.status,
      modelDigest: version.modelDigest ?? null,
      metrics: details?.metrics ?? null,
      params: details?.parameters ?? null,
      tags: details?.tags ?? null,
      datasets: details?.datasets ?? null,
    })),
  );
}

/** Those that most of what is found has. */
function shownMetrics({ found }: SearchResult): readonly string[] {
  const names = found.flatMap(({ details }) => Object.keys(details?.metrics ?? {}));
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => ({ name, count: all.length }));
  return counts
    .toSorted((left, right) => right.count - left.count)
    .slice(0, SHOWN_METRICS)
    .map(({ name }) => name);
}
