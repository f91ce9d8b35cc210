import { describe, expect, it } from "vitest"
import { changes } from "../../src/cli/watch.js"
import type { CheckResult } from "../../src/engine/report.js"
import { failing, green } from "../reporters/sample-reports.js"

const PLAIN = { color: false, unicode: true }
const at = new Date(2026, 2, 2, 9, 0, 0)
const byId = (checks: CheckResult[]): Map<string, CheckResult> => new Map(checks.map((check) => [check.id, check]))

describe("watching", () => {
  it("tells at first what is wrong, and the sum", () => {
    expect(changes(undefined, byId(failing.checks), at, PLAIN)).toEqual([
      '09:00:00 ✗ b5.active  pixelwise is "failed" instead of "active".',
      "09:00:00 ! b5.prod-key  needs sudo: prod asks for a password. Run the command with --ask-sudo.",
      "09:00:00 2 passed, 1 failed, 1 not observed, 4 skipped",
    ])
  })

  it("says nothing while nothing changes", () => {
    expect(changes(byId(failing.checks), byId(failing.checks), at, PLAIN)).toEqual([])
  })

  it("tells only what changed", () => {
    const before = new Map([...byId(green.checks), ...byId(failing.checks.slice(2, 3))])
    expect(changes(before, byId(green.checks), at, PLAIN)).toEqual([
      "09:00:00 ✓ b5.active  The service runs",
      "09:00:00 3 passed, 0 failed, 0 not observed, 0 skipped",
    ])
  })
})
