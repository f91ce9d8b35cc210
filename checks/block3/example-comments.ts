import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { envContract, SECRET } from "../library/env-contract.js"

export default defineCheck({
  id: "b3.example-comments",
  title: "In .env.example a comment stands directly above each key",
  host: "dev",
  needs: ["b3.example-keys"],
  probes: (context) => ({ contract: envContract(context, "dev") }),
  judge: ({ contract }) => {
    const wanted = [SECRET, "DEBUG"]
    const behind = wanted.filter((name) => contract.all("behind").includes(name))
    const bare = wanted.filter((name) => !contract.all("commented").includes(name))
    return all(
      expect(behind.length === 0, {
        message: `A comment stands behind the value of ${behind.join(" and ")}.`,
        expected: "a line of its own above the key",
        actual: `${behind.join(", ")}: value and comment on one line`,
        hint: "Some readers take such a comment for a part of the value: move it to a line of its own.",
      }),
      expect(bare.length === 0, {
        message: `No comment says what ${bare.join(" and ")} is for.`,
        expected: "a comment directly above each key",
        actual: `none above ${bare.join(", ")}`,
      }),
    )
  },
  hint: "Above each key a line that begins with #: what it is for, and how a value is made.",
})
