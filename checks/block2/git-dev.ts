import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitTools } from "../library/git-tools.js"

export default defineCheck({
  id: "b2.git-dev",
  title: "Git is installed on dev",
  host: "dev",
  probes: (context) => ({ tools: gitTools("dev", context) }),
  judge: ({ tools }) =>
    expect(tools.has("git"), {
      message: "dev has no Git.",
      expected: "the command git",
      actual: "command not found",
    }),
  hint: "On dev, not on the laptop: `sudo apt update && sudo apt install git`.",
})
