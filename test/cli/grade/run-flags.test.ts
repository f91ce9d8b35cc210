import { describe, expect, it } from "vitest"
import { expandRunFlags } from "../../../src/cli/grade/run-flags.js"

describe("flags of course grade whose run may be left away", () => {
  it.each(["--resume", "--watch"])("gives %s the newest run, or the one that follows", (flag) => {
    expect(expandRunFlags(["grade", "roster.csv", flag])).toEqual(["grade", "roster.csv", `${flag}=newest`])
    expect(expandRunFlags(["grade", flag, "0a1b2c", "roster.csv"])).toEqual(["grade", `${flag}=0a1b2c`, "roster.csv"])
    expect(expandRunFlags(["grade", flag, "roster.csv"])).toEqual(["grade", `${flag}=newest`, "roster.csv"])
    expect(expandRunFlags(["grade", `${flag}=0a1b`, "x.csv"])).toEqual(["grade", `${flag}=0a1b`, "x.csv"])
  })
  it("leaves what follows -- alone, and other commands", () => {
    expect(expandRunFlags(["grade", "--", "--watch"])).toEqual(["grade", "--", "--watch"])
    expect(expandRunFlags(["check", "5.4.6", "--watch"])).toEqual(["check", "5.4.6", "--watch"])
  })
})
