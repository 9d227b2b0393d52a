import js from "@eslint/js";
import globals from "globals";

const noHtmlStrings = [
  "error",
  {
    selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]",
    message: "No string becomes HTML: set textContent or build elements.",
  },
  {
    selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|html)$/]",
    message: "No string becomes HTML: set textContent or build elements.",
  },
  {
    selector: "MemberExpression[object.name='katex'][property.name='renderToString']",
    message: "katex.render(tex, element) builds elements; renderToString makes a string.",
  },
];

export default [
  { ignores: ["static/vendor/", "node_modules/", ".venv/", "dist/", "build/"] },
  js.configs.recommended,
  {
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["static/js/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: { "no-console": "error", "no-restricted-syntax": noHtmlStrings },
  },
  { files: ["**/*worker.js"], languageOptions: { globals: globals.worker } },
  { files: ["tests/js/**", "scripts/**", "*.config.js"], languageOptions: { globals: globals.node } },
];
