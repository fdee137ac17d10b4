/** Which files may call or import others, by their names. */
import { lastPartOf } from '../kernel/repository-path.ts';

export const SCRIPT_NAME =
  /\.(?:sh|bash|zsh|ksh|fish|ps1|bat|cmd|py|ipynb|[mc]?[jt]sx?|r(?:md|nw)?|qmd|jl|rb|rake|p[lm]|php|lua|tcl|sql|awk|jq|mk|mak|inc|just|smk|nf|go|rs|java|kts?|scala|groovy|gradle|cs|exs?|c|cc|cpp|cxx|cu|h|hh|hpp|hxx|cuh|inl|cmake|bzl|bazel)$/i;
export const JAVASCRIPT = /\.[mc]?[jt]sx?$/;

/** What programs read by default. */
export const TASK_FILE =
  /^(?:(?:GNU)?[Mm]akefile|\.?[Jj]ustfile|[Rr]akefile|Dockerfile|[Ss]nakefile|MLproject|package\.json|dvc\.yaml|CMakeLists\.txt|tox\.(?:ini|toml)|[Tt]askfile(?:\.dist)?\.ya?ml|(?:docker-)?compose(?:\.override)?\.ya?ml)$/;

/** By which a program is set, as people write them. */
export const SETTINGS_NAME = /\.(?:ya?ml|toml|ini|cfg|conf|properties|env|pth)$|(?:^|\/)\.env(?:\.\w+)?$/i;

/** Names of others, one a line, as `xargs` and compilers read them. */
export const LIST_NAME = /\.(?:txt|lst|list|rsp|args|files)$/i;

/** What a shell and R run when they start: `.Rprofile`, `Rprofile.site`, `.envrc`, `tools/r.profile`. */
const PROFILE = /(?:profile|profile\.site|rc)$/i;

/** Not these: what git and others leave out. */
const LEAVES_OUT = /^\.(?:\w*ignore|gitattributes|gitkeep)$/;

/** Programs and profiles, of which a point in front says that they are hidden. */
export function hasNoEnding(name: string): boolean {
  return (/^\.?[^.]+$/.test(name) && !LEAVES_OUT.test(name)) || PROFILE.test(name);
}

/** Whether what it names may be opened: settings of other forms may be tables of millions of rows. */
export function maySayFiles(path: string): boolean {
  return (
    SETTINGS_NAME.test(path) || LIST_NAME.test(path) || /\.(?:jsonc?|json5|jsonnet|libsonnet)$/i.test(path)
  );
}

/** Whether a file may call or import others: a script, what a task runner reads, or a program without an ending. */
export function isScript(path: string): boolean {
  const name = lastPartOf(path);
  return SCRIPT_NAME.test(name) || TASK_FILE.test(name) || hasNoEnding(name);
}
