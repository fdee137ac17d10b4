/** Which files may call or import others, by their names. */

export const SCRIPT_NAME =
  /\.(?:sh|bash|zsh|ksh|fish|ps1|bat|cmd|py|ipynb|m?js|cjs|[mc]?ts|r|jl|rb|rake|p[lm]|php|lua|tcl|sql|awk|jq|mk|mak|inc|just|smk|nf|go|rs|java|kts?|scala|groovy|gradle|cs|exs?)$/i;
export const JAVASCRIPT = /\.(?:m?js|cjs|[mc]?ts)$/;

/** What programs read by default. */
export const TASK_FILE =
  /^(?:(?:GNU)?[Mm]akefile|\.?[Jj]ustfile|[Rr]akefile|Dockerfile|[Ss]nakefile|MLproject|package\.json|dvc\.yaml|tox\.(?:ini|toml)|[Tt]askfile(?:\.dist)?\.ya?ml|(?:docker-)?compose(?:\.override)?\.ya?ml)$/;

/** By which a program is set, as people write them. */
export const SETTINGS_NAME = /\.(?:ya?ml|toml|ini|cfg|conf|properties|env|pth)$|(?:^|\/)\.env(?:\.\w+)?$/i;

/** Whether what it names may be opened: settings of other forms may be tables of millions of rows. */
export function maySayFiles(path: string): boolean {
  return SETTINGS_NAME.test(path) || /\.(?:jsonc?|json5|jsonnet|libsonnet)$/i.test(path);
}

/** Whether a file may call or import others: a script, what a task runner reads, or a program without an ending. */
export function isScript(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return SCRIPT_NAME.test(name) || TASK_FILE.test(name) || !name.includes('.');
}
