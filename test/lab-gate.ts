import { globSync } from "tinyglobby"
import { describe, expect, it } from "vitest"
import { labRequirements } from "../src/lab/requirements.js"

/** Runs in the place of all tests that need a lab, on a machine that cannot have one. */
const { obstacles, packages } = await labRequirements()
const reason = [...obstacles, ...(packages.length > 0 ? [`Missing packages: ${packages.join(", ")}.`] : [])].join(" ")

describe(`without a lab: ${reason}`, () => {
  const files = globSync(["test/lab/**/*.test.ts", "test/mutants/**/*.test.ts", "test/**/*.lab.test.ts"]).sort()
  if (process.env["COURSE_REQUIRE_LAB"] === "1")
    it("has the lab that COURSE_REQUIRE_LAB=1 demands", () => expect.fail(reason))
  else it.skip.each(files)("%s", () => expect.fail("a skipped test ran"))
})
