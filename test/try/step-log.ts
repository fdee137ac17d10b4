/**
 * The log of a step as a person reads it on GitHub: commands of the runner are applied and not shown, values that a step
 * masked are hidden, and what the artifact client says of its own steps is one line.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
import { decodeMessage } from '../demo/narrator.ts';

const COMMAND = /^::(?<name>[a-z-]+)(?:\s[^:]*)?::(?<value>.*)$/;
/** Its first and its last line, whichever action uploads. */
const UPLOAD = {
  first: 'Artifact name is valid!',
  last: /^Artifact .+ successfully finalized\. Artifact ID \d+$/,
};
const HEADINGS: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  group: '▸ ',
};

/** @param log lines that a step printed. @returns lines to show; a line of a command may become several. */
export function readLog(log: readonly string[]): readonly string[] {
  const shown: string[] = [];
  const masked = new Set<string>();
  let stoppedUntil: string | undefined;
  let uploadFrom: number | undefined;
  for (const line of log) {
    const { name, value = '' } = COMMAND.exec(line)?.groups ?? {};
    if (stoppedUntil !== undefined) {
      if (line === `::${stoppedUntil}::`) stoppedUntil = undefined;
      else shown.push(line);
    } else if (name === undefined) {
      if (line === UPLOAD.first) uploadFrom = shown.length;
      else if (uploadFrom !== undefined && UPLOAD.last.test(line)) {
        // A client that failed never says its last line, and then all of it is shown.
        shown.splice(uploadFrom);
        uploadFrom = undefined;
      }
      shown.push(line);
    } else if (name === 'stop-commands') stoppedUntil = value;
    else if (name === 'add-mask') masked.add(decodeMessage(value));
    else if (HEADINGS[name] !== undefined)
      shown.push(...`${HEADINGS[name]}${decodeMessage(value)}`.split('\n'));
  }
  return shown.map((line) => hide(line, masked));
}

function hide(line: string, masked: ReadonlySet<string>): string {
  return [...masked]
    .filter((text) => text !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), line);
}
