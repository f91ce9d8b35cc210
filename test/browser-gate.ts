import { globSync } from "tinyglobby"
import { describe, expect, it } from "vitest"
import { browserRequirements } from "../src/lab/browser.js"

/** Runs in the place of all tests that use a browser, on a machine that has none. */
const { obstacles, packages } = await browserRequirements()
const reason = [...obstacles, ...packages.map((name) => `Missing package: ${name}.`)].join(" ")

describe(`without a browser: ${reason}`, () => {
  if (process.env["COURSE_REQUIRE_LAB"] === "1")
    it("has the browser that COURSE_REQUIRE_LAB=1 demands", () => expect.fail(reason))
  else it.skip.each(globSync("test/browser/**/*.test.ts").sort())("%s", () => expect.fail("a skipped test ran"))
})
