import { defineCheck } from "../../src/engine/check.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import type { Facts } from "../library/command.js"
import { gitTools } from "../library/git-tools.js"

/** Values that notes and manuals put in the place of one's own. */
const PLACEHOLDERS = {
  name: /^(your[ _.-]?name|first(name)? last(name)?|name|user ?name|john doe|<.*>)$/i,
  email: /^(your?[ _.-]?(e?mail|name)?|you|e?mail|name|user|me)@(e?mail|example|your-?domain|domain|mail)\.[a-z]+$/i,
}

export default defineCheck({
  id: "b2.identity",
  title: "Git knows the person's name and e-mail address, for all repositories",
  host: "dev",
  needs: ["b2.git-dev"],
  probes: (context) => ({ tools: gitTools("dev", context) }),
  judge: ({ tools }) => all(judgeOne(tools, "name"), judgeOne(tools, "email")),
  hint: "`git config --global user.name 'First Last'` and `git config --global user.email you@your.domain`.",
})

function judgeOne(tools: Facts, name: "name" | "email"): Verdict {
  const set = tools.all(name).map((line) => ({
    scope: line.slice(0, line.indexOf(" ")),
    value: line.slice(line.indexOf(" ") + 1).trim(),
  }))
  // The last one wins, as for Git itself.
  const everywhere = set.filter(({ scope }) => scope === "global" || scope === "system").at(-1)?.value ?? ""
  return all(
    expect(everywhere !== "" || set.length === 0, {
      message: `user.${name} is set in this repository only.`,
      expected: `a global user.${name}`,
      actual: "set in .git/config",
      hint: `Commits elsewhere would not be yours: \`git config --global user.${name} ...\`.`,
    }),
    expect(everywhere !== "", {
      message: `user.${name} is not set.`,
      expected: `a global user.${name}`,
      actual: "(not set)",
    }),
    expect(!PLACEHOLDERS[name].test(everywhere), {
      message: `user.${name} is still the placeholder of the notes.`,
      expected: "your own",
      actual: everywhere,
    }),
  )
}
