import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitTools } from "../library/git-tools.js"

export default defineCheck({
  id: "b2.git-prod",
  title: "Git is installed on prod",
  host: "prod",
  probes: (context) => ({ tools: gitTools("prod", context) }),
  judge: ({ tools }) =>
    expect(tools.has("git"), {
      message: "prod has no Git.",
      expected: "the command git",
      actual: "command not found",
    }),
  hint: 'On prod: `sudo apt update && sudo apt install git`. Without it, cloning ends with "command not found" (in every shell).',
})
