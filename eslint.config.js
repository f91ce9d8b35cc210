import js from "@eslint/js"
import tseslint from "typescript-eslint"

const PAGE_GLOBALS = Object.fromEntries(
  [
    ...[
      "window",
      "document",
      "navigator",
      "localStorage",
      "matchMedia",
      "addEventListener",
      "scrollBy",
      "scrollY",
      "innerHeight",
    ],
    ...["requestAnimationFrame", "Blob", "Element", "HTMLElement", "HTMLInputElement", "ResizeObserver"],
  ].map((name) => [name, "readonly"]),
)

export default tseslint.config(
  { ignores: ["dist", "node_modules", "reference-app", "test/fixtures", "coverage", ".dependency-cruiser.cjs"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.js", "bin/*.js", "src/tooling/*.mjs"] },
      },
    },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/require-await": "off",
      // Output of hosts is untrusted: matching control characters is the point of the sanitiser.
      "no-control-regex": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
        Buffer: "readonly",
        performance: "readonly",
      },
      parserOptions: { projectService: false },
    },
  },
  {
    files: ["test/**/*.ts", "src/bench/**/*.ts"],
    // The lab's own tests are about going on with what is there.
    ignores: ["test/lab/lab.integration.test.ts", "test/lab/boot-lab.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/lab/lab.js"],
              importNames: ["labUp"],
              message: "It goes on with hosts that an interrupted run left. Boot with labAnew of src/lab/lab-anew.ts.",
            },
          ],
        },
      ],
    },
  },
  {
    // Scripts of the book's pages, checked by tsconfig.page.json as well.
    files: ["src/notes/html/client/*.js"],
    languageOptions: { sourceType: "script", globals: PAGE_GLOBALS },
  },
)
