// Puts the suite's virtual environment first on the PATH of the steps that follow, as setup-python does.
import { appendFileSync } from 'node:fs';

const bin = process.env.STANDIN_PYTHON_BIN;
if (!bin) throw new Error('STANDIN_PYTHON_BIN: expected the folder of a Python, got nothing');
appendFileSync(process.env.GITHUB_PATH, `${bin}\n`);
