/** What can happen to one write of a step: answers, lost answers, and the end of the process. */
import type { FaultOptions } from '../github-box/http/faults.ts';

export const trouble = {
  'status 500': { kind: 'status', status: 500 },
  'HTML 502': { kind: 'html', status: 502 },
  'reset before': { kind: 'reset-before' },
  'reset after': { kind: 'reset-after' },
  'cut body': { kind: 'cut-body' },
  'secondary limit': { kind: 'secondary-limit' },
  '404 once': { kind: 'status', status: 404, body: { message: 'Not Found', status: '404' } },
  hang: { kind: 'hang' },
  'killed before': 'kill',
  'killed after': 'kill',
} as const satisfies Readonly<Record<string, FaultOptions | 'kill'>>;

export type Trouble = keyof typeof trouble;
export const troubles = Object.keys(trouble) as readonly Trouble[];

export function isKill(name: Trouble): boolean {
  return trouble[name] === 'kill';
}
