/** Rules as GNU Make 4.3 expands them: `make -n` prints the recipes that are expected here. */
import { describe, expect, it } from 'vitest';
import { parseMakefile } from '../../../src/shared/domain/setup/makefile.ts';

const TEXT = `# several models
MODELS = ridge lasso
PYTHON ?= python3
TABLES := a.csv \\
  b.csv
FLAGS := --seed 1 # of all

.PHONY: all clean
all: $(MODELS:%=models/%.pkl) $(TABLES:.csv=.parquet)

models/%.pkl: src/train.py data/houses.csv
\tmkdir -p $(@D)
\t$(PYTHON) $< --model $* --output $@ \${FLAGS}

all: CFLAGS = -g
clean:
\trm -rf models
clean: extra
`;

describe('a Makefile', () => {
  it('has its rules with variables and substitutions filled in', () => {
    const { rules } = parseMakefile(TEXT);
    expect(rules.map(({ target, needed }) => [target, needed])).toEqual([
      ['all', ['models/ridge.pkl', 'models/lasso.pkl', 'a.parquet', 'b.parquet']],
      ['clean', []],
      ['clean', ['extra']],
    ]);
  });

  it('makes a target by a pattern, with the automatic variables', () => {
    const rule = parseMakefile(TEXT).ruleOf('models/lasso.pkl');
    expect(rule).toEqual({
      target: 'models/lasso.pkl',
      needed: ['src/train.py', 'data/houses.csv'],
      recipe: '\tmkdir -p models\n\tpython3 src/train.py --model lasso --output models/lasso.pkl --seed 1\n',
      pattern: 'models/%.pkl',
    });
  });

  it('takes the rules of one target together', () => {
    expect(parseMakefile(TEXT).ruleOf('clean')).toMatchObject({
      needed: ['extra'],
      recipe: '\trm -rf models\n',
    });
  });

  it('leaves what it does not know, and ends where a variable names itself', () => {
    const { ruleOf } = parseMakefile('A = $(B)\nB = $(A)\nx: $(A)\n\techo $(shell date) $$HOME\n');
    expect(ruleOf('x')?.recipe).toContain('$(shell date)');
    expect(ruleOf('y')).toBeUndefined();
    expect(parseMakefile('').rules).toEqual([]);
  });

  it('is the same with the line ends of Windows', () => {
    expect(parseMakefile(TEXT.replaceAll('\n', '\r\n')).rules).toEqual(parseMakefile(TEXT).rules);
  });
});
