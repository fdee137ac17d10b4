// The assistant: the words of its prompt, where another project calls a language model.
import { readFileSync } from 'node:fs';

const lines = readFileSync('prompts/assistant.md', 'utf8').matchAll(/^- (\w+): (.*)$/gm);
const tools = [...lines].map(([, tool, words]) => ({ tool, words: words.split(', ') }));

export function answer(message) {
  const counts = tools.map(
    ({ words }) => words.filter((word) => message.toLowerCase().includes(word)).length,
  );
  const best = Math.max(...counts);
  return best === 0 ? 'human' : tools[counts.indexOf(best)].tool;
}
