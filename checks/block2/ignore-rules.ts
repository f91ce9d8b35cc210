import { defineCheck } from "../../src/engine/check.js"
import type { Track } from "../../src/engine/context.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { ignoreRules } from "../library/ignore-rules.js"

/** What must be ignored; of several names in one entry, one is enough, since people name an environment differently. */
const SAMPLES: Record<Track, string[][]> = {
  typescript: [["node_modules/x"], ["models/x.onnx"]],
  python: [["__pycache__/x.pyc"], [".venv/x", "venv/x", "env/x"], ["models/x.pkl"]],
}
const COMMON = [[".env"], ["data/x"], [".vscode/x"], ["x.swp"]]

export default defineCheck({
  id: "b2.ignore-rules",
  title: "Git ignores secrets, data, models, dependencies and editor files",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ rules: ignoreRules(context, [...COMMON, ...SAMPLES[context.track]].flat()) }),
  judge: ({ rules }, { track }) => {
    if (!rules.repository) return consequenceOf("b2.repo-place")
    const wanted = [...COMMON, ...SAMPLES[track]]
    const missing = wanted.filter((names) => !names.some((name) => rules.travels(name))).map(([name]) => name ?? "")
    const local = missing.filter((name) => rules.isIgnored(name))
    return all(
      expect(rules.file, {
        message: "There is no .gitignore.",
        expected: ".gitignore at the root of the repository",
        actual: rules.misnamed || "(none)",
        ...(rules.misnamed && { hint: `Rename ${rules.misnamed}: the name begins with a dot and has no ending.` }),
      }),
      expect(missing.length === 0 || local.length < missing.length, {
        message: "Some rules hold on this machine only and do not travel with the repository.",
        expected: "rules in .gitignore",
        actual: local.join(", "),
        hint: "Move them from your own settings or .git/info/exclude into .gitignore.",
      }),
      expect(missing.length === 0, {
        message: `Git would take ${missing.join(" and ")} into a commit.`,
        expected: "ignored",
        actual: missing.join(", "),
        ...(rules.damaged !== "" && {
          excerpt: rules.damaged,
          hint: "These lines match nothing as they stand: blanks at the end belong to a pattern, and so does a carriage return.",
        }),
      }),
    )
  },
  hint: "`git check-ignore -v PATH` names the rule that matches. Write one pattern a line, such as `__pycache__/`, `node_modules/`, `data/*`, `.env`.",
})
