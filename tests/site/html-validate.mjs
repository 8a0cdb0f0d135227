// What html-validate asks of the pages: all that it recommends, less what is said here.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // `aria-label` stands on lists too, which ARIA 1.2 lets be named; the rule's default knows only landmarks and controls.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // A search engine may cut titles at 70 characters. The title of an official document is what it is.
    "long-title": "off",
    // A label with its control inside names it by `for` as well: programs for dictation look for that alone.
    "no-redundant-for": "off",
    // A table that scrolls is a `div` with the role `region`: `section` stands for the parts of the text, which scripts hide and show.
    "prefer-native-element": ["error", { exclude: ["region"] }],
  },
};
