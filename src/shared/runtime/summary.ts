/** The job summary. A summary that cannot be written is a warning: it must never decide how a step ends. */
import { hideTokens } from '../domain/kernel/redact.ts';
import type { Log } from '../ports/runner.ts';
import type { Summary } from './step.ts';

/** https://docs.github.com/actions/reference/workflow-commands: over 1 MiB a step's summary is dropped as a whole. */
export const MAX_SUMMARY_BYTES = 1024 * 1024;
const CUT = '\n\n_The rest of this summary is longer than GitHub shows._\n';

/** @param path of `GITHUB_STEP_SUMMARY`; undefined where the runner has no summaries. */
export function createSummary(path: string | undefined, log: Log): Summary {
  let writtenBytes = 0;
  return {
    write: async (markdown) => {
      if (path === undefined) return;
      const text = cutToBytes(`${hideTokens(markdown).trimEnd()}\n\n`, MAX_SUMMARY_BYTES - writtenBytes);
      writtenBytes += Buffer.byteLength(text);
      try {
        // Loaded here, at the end: each start would pay for it.
        const { appendFile } = await import('node:fs/promises');
        await appendFile(path, text);
      } catch (error) {
        log.warning(`job summary: expected a file that can be written, got ${String(error)}`);
      }
    },
  };
}

/** At most `limit` bytes of UTF-8, cut between characters, with a sentence that says so. */
function cutToBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const room = limit - Buffer.byteLength(CUT);
  if (room <= 0) return '';
  // A streaming decoder holds back a character that the cut has split.
  const kept = new TextDecoder().decode(Buffer.from(text).subarray(0, room), { stream: true });
  return kept + CUT;
}
