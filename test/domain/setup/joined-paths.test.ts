/** Paths that code puts together, as Python 3.12, R 4 and Node 24 make them. */
import { describe, expect, it } from 'vitest';
import { findOutputs } from '../../../src/shared/domain/setup/find-outputs.ts';
import { joinPaths } from '../../../src/shared/domain/setup/joined-paths.ts';
import { surveyOf } from './survey-of.ts';

const last = (code: string, source = 'src/train.py'): string =>
  joinPaths(code, source).trimEnd().split('\n').at(-1) ?? '';

describe('a path that code puts together is one text', () => {
  it.each([
    [
      'OUT = Path("artifacts/demand")\njoblib.dump(m, OUT / "model.joblib")',
      'joblib.dump(m, "artifacts/demand/model.joblib")',
    ],
    ['OUT = Path("out")\nM = OUT / "models"\ndump(m, M / "a" / "m.pkl")', 'dump(m, "out/models/a/m.pkl")'],
    ['OUT = "out"\ndump(m, os.path.join(OUT, "m.pkl"))', 'dump(m, "out/m.pkl")'],
    ['OUT = "out"\ndump(m, f"{OUT}/m.pkl")', 'dump(m, "out/m.pkl")'],
    ['OUT = "out/"\ndump(m, OUT + "m.pkl")', 'dump(m, "out/m.pkl")'],
    ['ROOT = Path(__file__).resolve().parents[1]\ndump(m, ROOT / "out" / "m.pkl")', 'dump(m, "out/m.pkl")'],
    [
      'ROOT = Path(__file__).resolve().parent.parent\ndump(m, ROOT.joinpath("out", "m.pkl"))',
      'dump(m, "out/m.pkl")',
    ],
    [
      'HERE = os.path.dirname(os.path.abspath(__file__))\ndump(m, os.path.join(HERE, "..", "m.pkl"))',
      'dump(m, "m.pkl")',
    ],
    ['dump(m, Path("out") / "m.pkl")', 'dump(m, "out/m.pkl")'],
    [
      'p.add_argument("--out-dir", type=Path, default="out")\ndump(m, args.out_dir / "m.pkl")',
      'dump(m, "out/m.pkl")',
    ],
    ['out: Path = Path("out")\nwith (out / "m.json").open("w") as f:', 'with ("out/m.json").open("w") as f:'],
    ['saveRDS(fit, file.path("models", "fit.rds"))', 'saveRDS(fit, "models/fit.rds")'],
    ['dir <- "models"\nsaveRDS(fit, file.path(dir, "fit.rds"))', 'saveRDS(fit, "models/fit.rds")'],
    ['saveRDS(fit, here::here("models", "fit.rds"))', 'saveRDS(fit, "models/fit.rds")'],
    [
      "const outDir = 'out';\nwriteFileSync(join(outDir, 'level.json'), text);",
      'writeFileSync("out/level.json", text);',
    ],
    [
      "const outDir = path.resolve(import.meta.dirname, '../out');\nwriteFileSync(`${outDir}/level.json`, text);",
      'writeFileSync("out/level.json", text);',
    ],
  ])('%s', (code, expected) => expect(last(code)).toBe(expected));

  it.each([
    'OUT = os.environ["OUT"]\ndump(m, OUT / "m.pkl")',
    'OUT = "a"\nOUT = "b"\ndump(m, OUT + "/m.pkl")',
    'names = ", ".join(columns)',
    'x = rows["a"] / rows["b"]',
    'print("it is", total / 2)  # don\'t',
    'OUT = Path("out")\ndump(m, OUT / name / "m.pkl")',
  ])('what is not known stays as it is written: %s', (code) => {
    expect(last(code)).toBe(code.split('\n').at(-1));
  });

  it('names model and metrics of a training', () => {
    const code =
      'OUT = Path("artifacts/demand")\njoblib.dump(m, OUT / "model.joblib")\n(OUT / "metrics.json").write_text(t)\n';
    const survey = surveyOf({ 'train.py': code });
    expect(findOutputs(survey, ['train.py'], {})).toEqual({
      metrics: 'artifacts/demand/metrics.json',
      model: ['artifacts/demand/model.joblib'],
      tracking: undefined,
    });
  });

  // Tenths of a second; what reads the rest of the code again for each path takes many minutes.
  it('takes no more time than the code is long', () => {
    const code = 'a = b / c + "d" / e(f, g(h, "i" / j\n'.repeat(60_000);
    expect(joinPaths(code, 'train.py')).toContain('"d"');
  });
});
