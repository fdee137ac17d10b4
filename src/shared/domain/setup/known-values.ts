/** What names of a script stand for outside of it: options of the command line, and constants of files that it imports. */
import { followCode } from './follow-code.ts';
import { constantsOf, FOLDER_OF_OPTIONS, type KnownValues } from './joined-paths.ts';
import { readCode, type Survey } from './survey.ts';

/** `--out model`, `--out=model`, `-out model`. */
const OPTION = /(?:^|\s)--?([A-Za-z][\w-]*)(?:=|\s+)([\w./-]+)/g;
/** Where libraries keep what they parse. */
const PARSED = [...FOLDER_OF_OPTIONS, 'training_args', 'cfg', 'config', 'conf'] as const;
/** Parts of a path that is only made to be joined are not worth a name of one letter. */
const MIN_NAME_LENGTH = 2;

/** @returns value by name of the option, with `_` for `-`. */
export function optionsOf(commands: readonly string[]): KnownValues {
  return new Map(
    commands.flatMap((command) =>
      [...command.matchAll(OPTION)].flatMap(([, name = '', value = '']) =>
        value.startsWith('-') ? [] : [[name.replaceAll('-', '_'), value] as const],
      ),
    ),
  );
}

/** @param options of the command that runs the script at `path`. */
export function knownValuesOf(survey: Survey, path: string, options: KnownValues): KnownValues {
  const imported = followCode(survey, [path]).filter(
    (other) => other !== path && /\.(py|m?js|ts|R)$/i.test(other),
  );
  // A constant may be put together from those of a file that is imported in turn.
  const constants = imported
    .toReversed()
    .reduce<KnownValues>(
      (known, other) => new Map([...known, ...constantsOf(readCode(survey, other), other, known)]),
      new Map(),
    );
  const parsed = [...options].flatMap(([name, value]) => [
    ...(name.length < MIN_NAME_LENGTH ? [] : [[name, value] as const]),
    ...PARSED.map((place) => [`${place}.${name}`, value] as const),
  ]);
  return new Map([...constants, ...parsed]);
}
