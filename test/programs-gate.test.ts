import { expect, it } from "vitest"
import { testRequirements } from "../src/lab/test-programs.js"

/** Tests that use a program are skipped where it is missing; where the lab is demanded, so is each of them. */
it.runIf(process.env["COURSE_REQUIRE_LAB"] === "1")(
  "has the programs without which COURSE_REQUIRE_LAB=1 would skip tests",
  async () => {
    expect((await testRequirements()).packages).toEqual([])
  },
)
