import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { gitTools } from "../library/git-tools.js"

export default defineCheck({
  id: "b2.tig",
  title: "tig is installed on dev",
  host: "dev",
  needs: ["b2.git-dev"],
  probes: (context) => ({ dev: gitTools("dev", context), prod: gitTools("prod", context) }),
  judge: ({ dev, prod }) =>
    expect(dev.has("tig"), {
      message: prod.has("tig") ? "tig is on prod and not on dev." : "dev has no tig.",
      expected: "the command tig on dev",
      actual: "command not found",
      ...(prod.has("tig") && { hint: "History is read where it is written: `sudo apt install tig` on dev." }),
    }),
  hint: "`sudo apt install tig` on dev.",
})
