/**
 * Tables that a pull request changes and that are no input of any model. Without a word about them, "unaffected" would
 * read as if the data had been looked at.
 */
import type { ModelConfig } from '../config/config.ts';
import { inputsAmong } from './input-patterns.ts';

const TABLE =
  /\.(csv|tsv|parquet|feather|arrow|orc|avro|jsonl|ndjson|xlsx?|np[yz]|h5|hdf5|db|sqlite|duckdb|rds|rdata|mat|sav|dta)(\.(gz|bz2|xz|zst|zip))?(\.dvc)?$/i;
const IN_DATA_FOLDER = /(^|\/)(data|datasets?)\/(.*\/)?[^/]+$/i;
const NO_DATA = /\.(md|rst|py|r|jl|m?js|ts|sh|ipynb)$|\/(LICENSE|README|\.git\w+)[^/]*$/i;
/** Those are read by tests and by people. */
const NOT_TRAINED_ON = /(^|\/)(tests?|docs?|fixtures|examples?)\//i;

/**
 * @param changed paths of the pull request.
 * @param models all of the configuration: what another model counts, its own status speaks of.
 */
export function findUncountedTables(
  changed: readonly string[],
  models: readonly ModelConfig[],
): readonly string[] {
  const inputs = new Set(inputsAmong(changed, models));
  return changed.filter((path) => isTable(path) && !inputs.has(path));
}

function isTable(path: string): boolean {
  const isData = TABLE.test(path) || (IN_DATA_FOLDER.test(path) && !NO_DATA.test(path));
  return isData && !NOT_TRAINED_ON.test(path);
}
