import { expect, it } from 'vitest';
import { OutputTail } from '../../../src/shared/adapters/process/output-tail.ts';

function tailOf(
  lines: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): readonly string[] {
  const tail = new OutputTail(environment);
  for (const line of lines) tail.push(Buffer.from(`${line}\n`));
  return tail.lines();
}

it('keeps the last ten lines that say something', () => {
  const lines = Array.from({ length: 12 }, (_, line) => [`line ${line}`, ' ']).flat();
  expect(tailOf(lines)).toEqual(lines.filter((line) => line !== ' ').slice(2));
});

it('leaves out what is drawn under a place in the code, and rules across the page', () => {
  expect(
    tailOf(['    y = f(x)', '        ^^^^', '   ~~~~^~~', '=====', '-- epoch 3', 'KeyError: x']),
  ).toEqual(['    y = f(x)', '-- epoch 3', 'KeyError: x']);
});

it('leaves out values of variables that look like secrets, and passwords in addresses', () => {
  const environment = { DB_PASSWORD: 'hunter22', API_TOKEN: 'hunter22-and-more', CITY: 'Oslo is not secret' };
  const printed = ['hunter22-and-more hunter22', 'postgres://ann:s3cret@db/rows', 'Oslo is not secret'];
  expect(tailOf(printed, environment)).toEqual(['*** ***', 'postgres://***@db/rows', 'Oslo is not secret']);
});

it('shortens long lines after secrets are left out, and drops the colors of a terminal', () => {
  const environment = { SECRET: 's'.repeat(20) };
  const [colored, long] = tailOf(
    ['\u001b[31mKeyError\u001b[0m', `${'x'.repeat(290)}${'s'.repeat(20)}`],
    environment,
  );
  expect(colored).toBe('KeyError');
  expect(long).toBe(`${'x'.repeat(290)}***`);
});

it('keeps the end of a traceback that comes in one piece, and of a progress bar its last state', () => {
  const traceback = [
    'Traceback:',
    ...Array.from({ length: 30 }, (_, line) => `  frame ${line}`),
    '',
    'KeyError: x',
  ];
  expect(tailOf([traceback.join('\n')])).toEqual(traceback.filter((line) => line !== '').slice(-10));
  expect(tailOf(['10 %\r20 %\r100 %', 'done\r'])).toEqual(['100 %', 'done']);
});
