/** What the tests of a file share is let go after them. */
import { describe, expect, it } from 'vitest';
import { duringFile } from './during-file.ts';

let made = 0;
let read: () => { readonly trees: number };

describe('while the tests run', () => {
  read = duringFile(() => Promise.resolve({ trees: ++made }));

  it.each(['first', 'second'])('the %s reads what was made once', () => {
    expect(read()).toEqual({ trees: 1 });
    expect(made).toBe(1);
  });
});

it('nothing is kept after them', () => {
  expect(read).toThrow('expected to be read in a test');
});
