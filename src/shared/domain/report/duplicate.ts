/** What is left of an issue that two runs opened at once. */

export function renderDuplicate(oldest: number): string {
  return `A duplicate of #${oldest}: two checks opened an issue at the same time, and the older one is kept.\n`;
}
