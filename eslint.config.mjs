import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom. Imports point one way; docs/architecture.md has the picture. */
const boundaries = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:kit', 'type:base'] },
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:base'] },
  { sourceTag: 'type:base', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:service-testing', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:clients', onlyDependOnLibsWithTags: ['type:contracts', 'type:testing'] },
  { sourceTag: 'type:catalog', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:engine', onlyDependOnLibsWithTags: ['type:contracts', 'type:catalog', 'type:testing'] },
  { sourceTag: 'type:toolchain', onlyDependOnLibsWithTags: ['type:contracts', 'type:clients', 'type:testing'] },
  {
    sourceTag: 'type:cluster',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:clients', 'type:toolchain', 'type:testing'],
  },
  {
    sourceTag: 'type:front',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:clients',
      'type:catalog',
      'type:engine',
      'type:toolchain',
      'type:cluster',
      'type:testing',
      'type:service-testing',
      'type:front',
    ],
  },
  // Benchmarks set our libraries beside others; nothing imports a benchmark.
  {
    sourceTag: 'type:bench',
    onlyDependOnLibsWithTags: [
      'type:kit',
      'type:base',
      'type:contracts',
      'type:clients',
      'type:toolchain',
      'type:testing',
      'type:front',
    ],
  },
];

/** What tests of run-time projects may import beyond that: none of it reaches an image. */
const testBoundaries = boundaries.map((rule) =>
  ['type:app', 'type:kit', 'type:base'].includes(rule.sourceTag)
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'type:service-testing'] }
    : rule,
);

const boundaryRule = (depConstraints) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: false,
      allow: ['@slipway/nx'],
      // Commands and executors load what they need when they run; the same package may also be imported.
      checkDynamicDependenciesExceptions: ['@slipway/*'],
      depConstraints,
    },
  ],
});

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/node_modules',
      '**/.nx',
      '**/tmp',
      '**/coverage',
      '**/__golden__',
      '**/__fixtures__',
      '**/generators/*/files/**',
    ],
  },
  ...nx.configs['flat/base'],
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts', '**/*.mjs', '**/*.cjs', '**/*.js'],
    rules: {
      ...boundaryRule(boundaries),
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  { files: ['**/*.test.ts'], rules: boundaryRule(testBoundaries) },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
);
