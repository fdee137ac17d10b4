/** Files with data, by their names, and the words of a command that name one. */
import type { NamedPath } from './named-paths.ts';

export const DATA_FILE =
  /\.(csv|tsv|parquet|feather|arrow|orc|avro|jsonl|ndjson|json|xlsx?|txt|np[yz]|pkl|pickle|h5|hdf5|db|sqlite|duckdb|rds|rdata|mat|sav|dta|png|jpe?g|wav|mp3|tiff?)(\.(gz|bz2|xz|zst|zip))?$|\.(zip|tar|tgz)$/i;

/** A pattern without a word of its own means everything. */
export function hasWord(pattern: string): boolean {
  return /[A-Za-z0-9]{2}/.test(pattern);
}

/** `--data data/rows.csv`, `< rows.csv`; what follows an option about output is written. */
export function namedInCommands(commands: readonly string[]): readonly NamedPath[] {
  return commands.flatMap((command) => {
    const words = command.split(/[\s"'=;&|()]+/);
    return words.flatMap((word, index) =>
      DATA_FILE.test(word)
        ? [
            {
              path: word.replace(/^\.\//, ''),
              source: `\`${command.trim().split('\n')[0] ?? ''}\``,
              isWritten: /^-.*(out|save|dest|metric|model)|^>/.test(words[index - 1] ?? ''),
              isAboutFiles: true,
            },
          ]
        : [],
    );
  });
}
