// @ts-check
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules", ".venv", "**/dist", "**/vendor", "tests/browser/axe"] },
  js.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, L: "readonly" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 40],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: ["geo_app/frontend/build.js", "tests/frontend/*.js"], languageOptions: { globals: globals.node } },
];
