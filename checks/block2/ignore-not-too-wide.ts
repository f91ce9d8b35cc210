import { defineCheck } from "../../src/engine/check.js"
import type { Track } from "../../src/engine/context.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { ignoreRules } from "../library/ignore-rules.js"

const KEPT: Record<Track, string[]> = {
  typescript: ["src/main.ts", "src/classifier.ts", "predict.ts", "package.json", "package-lock.json"],
  python: ["app/main.py", "app/classifier.py", "predict.py", "requirements.txt"],
}
const COMMON = ["README.md", ".gitignore", ".env.example", "setup-server.sh"]

export default defineCheck({
  id: "b2.ignore-not-too-wide",
  title: "Git ignores no sources, no readme and no example of the settings",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ rules: ignoreRules(context, [...COMMON, ...KEPT[context.track]]) }),
  judge: ({ rules }, { track }) => {
    if (!rules.repository) return consequenceOf("b2.repo-place")
    if (!rules.file) return consequenceOf("b2.ignore-rules")
    const lost = [...COMMON, ...KEPT[track]].filter((name) => rules.isIgnored(name))
    return expect(lost.length === 0, {
      message: `Git ignores ${lost.join(" and ")}, which belongs into the repository.`,
      expected: "tracked",
      actual: "ignored",
      excerpt: lost.map((name) => rules.ruleOf(name)).join("\n"),
    })
  },
  hint: "A pattern such as `*` or `.env*` is too wide: `git check-ignore -v PATH` names it, `!.env.example` makes an exception.",
})
