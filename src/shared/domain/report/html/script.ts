/**
 * The one script of a report: a search over its long table. Without scripts everything is there to be read, and nothing
 * is shown that does not work.
 */
import { verbatim } from './html.ts';

export const SCRIPT = verbatim`
document.querySelectorAll('.searched').forEach((part, index) => {
  const rows = Array.from(part.querySelectorAll('tbody tr'));
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const line = document.createElement('p');
  const label = document.createElement('label');
  const input = document.createElement('input');
  const count = document.createElement('output');
  line.className = 'search';
  label.htmlFor = input.id = 'search-' + index;
  label.textContent = 'Search ';
  input.type = 'search';
  count.setAttribute('for', input.id);
  line.append(label, input, count);
  part.before(line);
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    rows.forEach((row, place) => {
      row.hidden = !texts[place].includes(wanted);
      if (!row.hidden) found += 1;
    });
    count.textContent = wanted === '' ? '' : found + ' of ' + rows.length + ' lines';
  });
});
`;
