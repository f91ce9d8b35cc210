import { defineCheck } from "../../src/engine/check.js"
import type { Track } from "../../src/engine/context.js"
import { consequenceOf, expect } from "../../src/engine/verdict.js"
import { ignoreRules } from "../library/ignore-rules.js"

const SOURCES: Record<Track, string[]> = {
  typescript: ["src/x.ts", "x.ts"],
  python: ["app/x.py", "x.py"],
}

export default defineCheck({
  id: "b3.sources-visible",
  title: "Git ignores no sources",
  host: "dev",
  needs: ["b3.env-present"],
  probes: (context) => ({ rules: ignoreRules(context, SOURCES[context.track]) }),
  judge: ({ rules }, { track }) => {
    if (!rules.repository) return consequenceOf("b3.script-root")
    const hidden = SOURCES[track].filter((name) => rules.isIgnored(name))
    return expect(hidden.length === 0, {
      message: `Git ignores sources: ${hidden.join(" and ")} would never be committed.`,
      expected: "visible to Git",
      actual: hidden.map((name) => rules.ruleOf(name)).join("; "),
    })
  },
  hint: "`git check-ignore -v PATH` names the pattern that hides it: remove that line, or make it narrower.",
})
