/** Whether a configuration of DVC (`.dvc/config`) names the remote that is used without another word. */

/** Section headers are `[core]` or `['remote "name"']`. */
const SECTION = /^\s*\[\s*["']?([^\]]*?)["']?\s*\]\s*$/;
const REMOTE = /^\s*remote\s*=\s*["']?[^\s"']/;

export function hasDefaultRemote(text: string): boolean {
  let section = '';
  return text.split(/\r?\n/).some((line) => {
    const [, name] = SECTION.exec(line) ?? [];
    section = name ?? section;
    return section === 'core' && REMOTE.test(line);
  });
}
