import js from '@eslint/js'
import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'
import svelteConfig from './ui/svelte.config.js'

export default ts.config(
  { ignores: ['ui/dist/', 'ui/dist-fake/', 'ui/src/backend/bindings/', 'target/', 'src-tauri/', 'crates/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        project: './ui/tsconfig.json',
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `if (this.x)` after an await: the type checker cannot see that it moved meanwhile.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      'no-console': 'error',
      // Snapshots are replaced as a whole and never changed in place: plain maps are meant.
      'svelte/prefer-svelte-reactivity': 'off',
      // The window knows Tauri in one file only.
      'no-restricted-imports': ['error', { patterns: ['@tauri-apps/*'] }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, svelteConfig },
    },
  },
  {
    // Types do not reach from one component into another's template here; svelte-check sees them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // A rejection is a `Problem`, which is no Error; and a test may be sure of what it just made.
    files: ['ui/src/backend/fake.ts', 'ui/src/backend/fake/*.ts', 'tests/ui/**/*.ts'],
    rules: {
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['ui/src/backend/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['ui/vite.config.ts'],
    rules: { 'no-console': 'off' },
    languageOptions: { globals: globals.node },
  },
  { files: ['**/*.{js,mjs}'], extends: [ts.configs.disableTypeChecked] },
  // What runs in Node and talks to a terminal.
  {
    files: ['scripts/**/*.mjs', 'tests/**/*.mjs'],
    rules: { 'no-console': 'off' },
    languageOptions: { globals: globals.node },
  },
)
