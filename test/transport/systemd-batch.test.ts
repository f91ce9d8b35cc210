import { describe, expect, it } from "vitest"
import { PROBE_DEFAULTS, type SystemdSpec } from "../../src/engine/probe.js"
import { mergedSystemdJob, singleSystemdJob, splitSystemd } from "../../src/transport/systemd-batch.js"

const spec = (unit: string, ...properties: string[]): SystemdSpec => ({
  kind: "systemd",
  host: "prod",
  unit,
  properties,
  ...PROBE_DEFAULTS,
})
const specs = [spec("a.service", "Id", "Restart"), spec("b.service", "ActiveState"), spec("a.service", "ExecStart")]
const done = (stdout: string, exitCode = 0) => ({
  status: "done" as const,
  exitCode,
  stdout,
  stderr: "",
  truncated: false,
  durationMs: 1,
})
const BLOCKS =
  "Id=a.service\nRestart=always\nExecStart={ path=/x ; argv[]=/x A=B }\n\nId=b.service\nActiveState=active\nRestart=no\n"

describe("one systemctl for all units", () => {
  it("asks for every unit once and for all properties", () => {
    expect(mergedSystemdJob(specs).script).toBe(
      "/usr/bin/systemctl show --no-pager --property=Id,Restart,ActiveState,ExecStart -- a.service b.service",
    )
    expect(singleSystemdJob(spec("o'dd@x.service", "Id")).script).toContain(`-- 'o'\\''dd@x.service'`)
  })

  it("gives each spec the lines it asked for", () => {
    expect(splitSystemd(specs, done(BLOCKS))?.map((each) => "stdout" in each && each.stdout)).toEqual([
      "Id=a.service\nRestart=always\n",
      "ActiveState=active\n",
      "ExecStart={ path=/x ; argv[]=/x A=B }\n",
    ])
  })

  it("gives up when the blocks cannot be told apart, so that each unit is asked for by itself", () => {
    expect(splitSystemd(specs, done("Id=a.service\n"))).toBeUndefined()
    expect(splitSystemd(specs, done(BLOCKS, 1))).toBeUndefined()
    expect(splitSystemd(specs, { ...done(BLOCKS), truncated: true })).toBeUndefined()
  })

  it("hands on why nothing was seen", () => {
    const unobserved = { status: "unobserved" as const, reason: "gone" }
    expect(splitSystemd(specs, unobserved)).toEqual([unobserved, unobserved, unobserved])
    expect(splitSystemd([spec("a.service", "Id")], done("", 1))).toMatchObject([{ exitCode: 1 }])
  })
})
