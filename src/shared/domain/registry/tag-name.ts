/**
 * The tag grammar of GTO (Git Tag Ops) 1.10.1, read exactly as `gto show` reads it: what is no event of a
 * model there is none here. Source: gto/constants.py and gto/tag.py. `<model>@created`, on which GTO itself
 * stops, is ignored.
 */

export type TagEventKind = 'registration' | 'deregistration' | 'assignment' | 'unassignment' | 'deprecation';

export interface TagName {
  readonly kind: TagEventKind;
  /** As GTO names it: `=` in a tag is `:` in the name. */
  readonly model: string;
  /** Without the `v`; for registrations and deregistrations. */
  readonly version: string | undefined;
  /** For assignments and unassignments. */
  readonly stage: string | undefined;
  /** Of any size: GTO counts without a limit. */
  readonly counter: bigint | undefined;
}

const NAME = '[a-zA-Z0-9](?:[a-zA-Z0-9/_-]*[a-zA-Z0-9])?';
const NUMBER = '(?:0|[1-9][0-9]*)';
const PRERELEASE_PART = `(?:${NUMBER}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)`;
const SEMVER =
  `${NUMBER}\\.${NUMBER}\\.${NUMBER}` +
  `(?:-${PRERELEASE_PART}(?:\\.${PRERELEASE_PART})*)?` +
  '(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?';
const TAG = new RegExp(
  `^(?<model>(?:[a-zA-Z0-9_./-]+=)?${NAME})` +
    `(?:(?:#(?<stage>${NAME})|@v(?<version>${SEMVER}))(?<cancel>!?)|@(?<word>deprecated|created))` +
    '(?:#(?<counter>[0-9]+))?$',
);

/** @returns undefined for a tag that says nothing about a model. */
export function parseTagName(name: string): TagName | undefined {
  const groups = TAG.exec(name)?.groups;
  if (groups?.model === undefined || groups.word === 'created') return undefined;
  const { model, version, stage, counter } = groups;
  return {
    kind: kindOf(groups),
    model: model.replaceAll('=', ':'),
    version,
    stage,
    counter: counter === undefined ? undefined : BigInt(counter),
  };
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): TagEventKind {
  if (groups.word !== undefined) return 'deprecation';
  const cancelled = groups.cancel === '!';
  if (groups.version !== undefined) return cancelled ? 'deregistration' : 'registration';
  return cancelled ? 'unassignment' : 'assignment';
}
