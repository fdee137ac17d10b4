/** The machine that a job runs on: its programs, its home, its clock, and nothing of the person who runs the demo. */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const clockModule = pathToFileURL(join(import.meta.dirname, 'story-clock.mjs')).href;

/** @param home a folder that only this job uses. @param now what the machine's clock shows. */
export function machineEnvironment(home: string, now: Date): Readonly<Record<string, string>> {
  return {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: home,
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    NODE_OPTIONS: `--import=${clockModule}`,
    STORY_NOW_MS: String(now.getTime()),
    STORY_SET_MS: String(Date.now()),
  };
}
