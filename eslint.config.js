// Typed rules over everything we write; the bundle and example user code in JavaScript are left out or untyped.
import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Each argument takes a place on the stack, and about 120,000 of them are a RangeError: `Math.max(...rows)`. */
const noDataAsArguments = [
  {
    selector: "CallExpression[callee.object.name='Math'] > SpreadElement",
    message: 'Any number of values has no place on the stack: use smallest or largest of kernel/extremes.ts.',
  },
  {
    selector: "CallExpression[callee.property.name='apply'][arguments.length=2]",
    message: 'Any number of values has no place on the stack: write a loop.',
  },
];

export default tseslint.config(
  { ignores: ['actions/dist/**', 'node_modules/**', '.build/**', '.cache/**', '**/fixtures/**'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-depth': ['error', 4],
      'max-params': ['error', 3],
    },
  },
  {
    // The longest function of today: the aim is 25 lines, and the limit only goes down.
    files: ['{src,actions}/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 55 }],
      'no-restricted-syntax': ['error', ...noDataAsArguments],
    },
  },
  {
    // A place is an array with its two ends, and these run for every cell or row: an object for each would cost more
    // than the rest.
    files: [
      'src/shared/domain/table/{category-dictionary,csv-cells,csv-reader,csv-scan,sort-texts,text-index}.ts',
      'src/shared/domain/metrics/confusion-counts.ts',
    ],
    rules: { 'max-params': ['error', 4] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A row of a table of cases gives each of its values as a parameter.
      'max-params': ['error', 4],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/shared/domain/{statistics,metrics,evaluation,monitoring}/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...noDataAsArguments,
        {
          selector: "LogicalExpression[operator='??'][left.computed=true][right.value=0]",
          message:
            'A missing element is no zero: read it with at, indexAt or countAt of statistics/vectors.ts.',
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  prettier,
);
