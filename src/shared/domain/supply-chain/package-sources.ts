/**
 * Packages and files that a text takes from its own repository at a branch or a tag, by the grammar of the text: commands of a shell, tables of
 * TOML, JSON, YAML, `go.mod`, and calls in code such as a Gemfile (docs/trust.md#code-at-another-ref).
 */
import { lastPartOf } from '../kernel/repository-path.ts';
import {
  commandsOfShell,
  joinContinuedLines,
  joinListedWords,
  withoutCommentLines,
  withoutPrinted,
} from '../kernel/shell-text.ts';
import { isRecord, parseJsonOrNothing } from '../kernel/unknown-value.ts';
import { COMMAND_KEYS, literalsOf } from './commands-of-scripts.ts';
import type { ScriptText } from './opened-files.ts';
import type { OwnUse } from './own-refs.ts';
import { EXPRESSION, hasVariable, isOtherRef } from './ref-values.ts';
import { createAddressReader, type AddressReader } from './source-addresses.ts';
import { refsOfCommand } from './install-commands.ts';
import { readToml } from './running-parts.ts';
import { readYaml } from './workflow-text.ts';

/** @returns packages of the repository itself, at a ref that is no whole commit and none of the run: `git+https://…/acme/churn@topic`. */
export function movableSourcesIn(script: ScriptText, repository: string): readonly OwnUse[] {
  const reader = createAddressReader(repository);
  const text = reader.withRepository(script.text);
  // Most texts name nothing of the kind.
  if (!reader.mayName(text) && !/\bgh\s/.test(text)) return [];
  const refs = readSources({ path: script.path, text }, reader);
  return [...new Set(refs)]
    .filter((ref) => isOtherRef(ref) && !hasVariable(ref) && !OF_COMMIT.test(ref))
    .map((ref) => ({ uses: `${repository}@${ref}`, path: '', ref }));
}

/** A version of Go that is no tag, but a commit: `v0.0.0-20191109021931-daa7c04131f5`. Digests of images name no ref. */
const OF_COMMIT = /^v\d+\.\d+\.\d+-(?:[\w.]*\.)?\d{14}-[0-9a-f]{12}(?:\+incompatible)?$|^sha\d+$/;

type ReadRefs = (text: string, reader: AddressReader) => readonly string[];

function readSources({ path, text }: ScriptText, reader: AddressReader): readonly string[] {
  const name = lastPartOf(path);
  const read = FORMATS.find(([pattern]) => pattern.test(name))?.[1] ?? readCommands;
  return read(text, reader);
}

const FORMATS: readonly (readonly [RegExp, ReadRefs])[] = [
  [/^Pipfile$|\.toml$/, (text, reader) => readValue(readToml(text), text, reader)],
  [/\.(?:json|lock)$/, (text, reader) => readValue(parseJsonOrNothing(text), text, reader)],
  [/\.ya?ml$/, (text, reader) => readValue(readYaml(text), text, reader)],
  [/^go\.(?:mod|work)$/, readGoModule],
  [/^DESCRIPTION$/, readDescription],
  [/^pom\.xml$/, readPom],
  [/^Gemfile$|\.(?:gemspec|gradle|kts|py|rb|r|jl|[mc]?[jt]sx?|go|rs|java|kt|scala)$/i, readCode],
];

/** A text that its grammar does not fit is read as commands and calls. */
function readValue(value: unknown, text: string, reader: AddressReader): readonly string[] {
  if (isRecord(value)) return refsOfRecord(value, '', reader);
  return [...readCommands(text, reader), ...readCode(text, reader)];
}

/** For people, or read on their own: `uses`. */
const NAMES_NO_SOURCE =
  /^(?:homepage|repository|bugs|urls?|funding|documentation|docs|description|readme|keywords|authors?|maintainers?|contributors|changelog|name|title|if|uses|on|run-name|classifiers|\$schema)$/i;

function refsOfRecord(
  record: Readonly<Record<string, unknown>>,
  above: string,
  reader: AddressReader,
): readonly string[] {
  if (PIN_KEYS.some((key) => typeof record[key] === 'string')) return [];
  const own = refsOfTable(record, reader);
  const isSource = own !== undefined;
  const inner = Object.entries(record).flatMap(([key, value]) => {
    // A source of packages may be called `url`.
    const isForPeople = NAMES_NO_SOURCE.test(key) && !(isSource || (key === 'url' && above !== 'bugs'));
    if (isForPeople || (isSource && typeof value === 'string')) return [];
    return refsOfValue(value, COMMAND_KEYS.test(above) && typeof value === 'string' ? above : key, reader);
  });
  return [...(own ?? []), ...inner];
}

function refsOfValue(value: unknown, key: string, reader: AddressReader): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => refsOfValue(one, key, reader));
  if (isRecord(value)) return refsOfRecord(value, key, reader);
  if (typeof value !== 'string') return [];
  if (COMMAND_KEYS.test(key)) return readCommands(value, reader);
  return [...reader.refsIn(value), ...(reader.isAddress(value) ? reader.refsOfName(value) : [])];
}

const ADDRESS_KEYS = ['git', 'github', 'url', 'repo', 'repo-url', 'source'];
const REF_KEYS = ['rev', 'tag', 'branch', 'ref', 'reference', 'revision', 'repo-rev'];
/** What else says which commit it is. */
const PIN_KEYS = ['git-tree-sha1', 'RemoteSha', 'commit', 'resolved_reference', 'sha256', 'hash'];

/** @returns undefined where a table does not name the repository: `{ git = "https://github.com/acme/churn", branch = "topic" }`. */
function refsOfTable(
  record: Readonly<Record<string, unknown>>,
  reader: AddressReader,
): readonly string[] | undefined {
  const textOf = (key: string): string | undefined => {
    const value = Object.hasOwn(record, key) ? record[key] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const ofR = `${textOf('RemoteUsername')}/${textOf('RemoteRepo')}`;
  const address = [...ADDRESS_KEYS.map(textOf), ofR].find(
    (one) => one !== undefined && reader.isAddress(one),
  );
  if (address === undefined) return undefined;
  const refs = [...REF_KEYS, 'RemoteRef'].flatMap((key) => textOf(key) ?? []);
  // A whole commit says what the branch beside it is.
  if (refs.some((ref) => !isOtherRef(ref))) return [];
  return refs.length > 0 ? refs : reader.refsIn(address);
}

/** Lines of a shell, or of requirements. */
function readCommands(text: string, reader: AddressReader): readonly string[] {
  const plain = withoutPrinted(joinListedWords(joinContinuedLines(withoutCommentLines(text))));
  const commands = commandsOfShell(plain);
  return [...commands.flatMap(({ words }) => refsOfCommand(words, reader)), ...refsOfCalls(plain, reader)];
}

/** Code, of which a comment is no part. */
function readCode(text: string, reader: AddressReader): readonly string[] {
  const plain = withoutCommentLines(text);
  const literals = literalsOf(plain);
  return [
    ...literals.flatMap(reader.refsIn),
    ...refsOfCalls(plain, reader),
    ...refsOfStatements(plain, reader),
  ];
}

/** Functions that take `owner/name@ref` alone, and `torch.hub`, which takes `owner/name:ref`. */
const TAKES_NAME = /(?:\binstall_github|\bpak|\bpkg_install|\binstall|\bhub\.\w+)\s*$/;
const REF_ARGUMENT =
  /\b(?:branch|rev|tag|ref|reference|revision|version)["']?\s*(?:=>|=|:)\s*["']([^"'\n]+)["']/g;
const ADDRESS_ARGUMENT = /["']([^"'\s]+)["']/g;
const KEYED_NAME = /\bgithub["']?\s*(?:=>|=|:)?\s*["']([^"'\s]+)["']/g;
/** The innermost brackets. */
const CALL = /[({]([^(){}]*)[)}]/g;
const MAX_NAME_LENGTH = 60;
const MAX_DEPTH = 12;

/** `install_github("acme/churn", ref = "topic")`, `Pkg.add(url="…", rev="topic")`, `dvc.api.read(…, repo="…", rev="topic")`. */
function refsOfCalls(text: string, reader: AddressReader): readonly string[] {
  const found: string[] = [];
  let rest = text.replaceAll(EXPRESSION, (value) => value.replaceAll(/[{}()]/g, ''));
  for (let depth = 0; depth < MAX_DEPTH && /[({]/.test(rest); depth++) {
    for (const { 1: inner = '', index } of rest.matchAll(CALL)) {
      const called = rest.slice(Math.max(0, index - MAX_NAME_LENGTH), index);
      found.push(...refsOfArguments(called, inner, reader));
    }
    rest = rest.replaceAll(CALL, ' ');
  }
  return found;
}

function refsOfArguments(called: string, inner: string, reader: AddressReader): readonly string[] {
  const takesName = TAKES_NAME.test(called);
  const names = Array.from(inner.matchAll(ADDRESS_ARGUMENT), ([, word = '']) => word);
  const keyed = Array.from(inner.matchAll(KEYED_NAME), ([, word = '']) => word);
  const isNamed =
    keyed.some(reader.isAddress) ||
    names.some((word) => (takesName || word.includes(':')) && reader.isAddress(word));
  if (!isNamed && !takesName) return [];
  const refs = Array.from(inner.matchAll(REF_ARGUMENT), ([, ref = '']) => ref);
  return [...(isNamed ? refs : []), ...(takesName ? reader.refsOfName(inner) : [])];
}

/** `gem 'churn', github: 'acme/churn', branch: 'topic'`, also where a comma continues the line. */
function refsOfStatements(text: string, reader: AddressReader): readonly string[] {
  const lines = text.replaceAll(/,\s*\n\s*/g, ', ').split('\n');
  return lines
    .filter((line) => /^\s*(?:gem|git|github)\b/.test(line))
    .flatMap((line) => refsOfArguments('', line, reader));
}

/** `require github.com/acme/churn v1.2.0`, in a block too, and `replace … => github.com/acme/churn topic`. */
function readGoModule(text: string, reader: AddressReader): readonly string[] {
  const lines = text.split('\n').filter(reader.mayName);
  return lines
    .map((line) =>
      line
        .replace(/\/\/.*$/, '')
        .trim()
        .split(/\s+/),
    )
    .flatMap((words) => {
      const version = words.at(-1) ?? '';
      const module = words.at(-2) ?? '';
      return reader.refsIn(`${module}@${version}`);
    });
}

/** `Remotes: acme/churn@topic, github::acme/churn@topic`, where a line that begins with a blank continues the field. */
function readDescription(text: string, reader: AddressReader): readonly string[] {
  const remotes = /^Remotes:(.*(?:\n[ \t].*)*)/m.exec(text)?.[1] ?? '';
  return [...reader.refsIn(remotes), ...reader.refsOfName(remotes)];
}

const OF_POM =
  /<groupId>\s*([\w.-]+)\s*<\/groupId>\s*<artifactId>\s*([\w.-]+)\s*<\/artifactId>\s*<version>\s*([^<\s]+)/g;

/** As JitPack names a repository: `com.github.acme`, `churn`, and a ref. */
function readPom(text: string, reader: AddressReader): readonly string[] {
  return Array.from(text.matchAll(OF_POM)).flatMap(([, group = '', artifact = '', version = '']) =>
    reader.refsIn(`${group}:${artifact}:${version}`),
  );
}
