import { describe, expect, it } from "vitest"
import { diagnoseHost, readFacts, type Finding } from "../../src/cli/diagnose.js"
import type { Observation } from "../../src/engine/observation.js"
import type { ErrorCode } from "../../src/errors/codes.js"
import { CourseError } from "../../src/errors/course-error.js"
import type { Host } from "../../src/inventory/inventory.js"

const AT = Date.parse("2026-03-02T09:00:00Z")
const HEALTHY = {
  now: `${AT * 1e6}`,
  os: "ubuntu",
  version: "24.04",
  pretty: "Ubuntu 24.04.2 LTS",
  disk: "/ 40",
  inodes: "/ 3",
  init: "systemd",
}

function printed(facts: Record<string, string>): Observation {
  const stdout = Object.entries(facts)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("")
  return { status: "done", exitCode: 0, stdout, stderr: "", truncated: false, durationMs: 5 }
}

function found(change: Partial<typeof HEALTHY>): Finding[] {
  return readFacts(printed({ ...HEALTHY, ...change }), AT, true).filter(({ level }) => level !== "ok")
}

describe("what a host says about itself", () => {
  it("is in order on a healthy host", () => {
    expect(found({})).toEqual([])
  })

  it.each([
    ["disk", "problem", { disk: "/ 100" }],
    ["disk", "warning", { disk: "/var 96" }],
    ["disk", "problem", { inodes: "/ 100" }],
    ["clock", "problem", { now: `${(AT + 90_000) * 1e6}` }],
    ["clock", "problem", { now: `${(AT - 90_000) * 1e6}` }],
    ["clock", "warning", { now: "" }],
    ["system", "problem", { version: "22.04" }],
    ["system", "problem", { os: "alpine", pretty: "Alpine Linux v3.20" }],
    ["system", "problem", { init: "bash" }],
  ] as const)("names the %s as a %s: %o", (topic, level, change) => {
    expect(found(change)).toEqual([
      expect.objectContaining({ topic, level, hint: expect.stringMatching(/\S/) as string }),
    ])
  })

  it("accepts newer systems and Debian", () => {
    expect(found({ version: "26.04" })).toEqual([])
    expect(found({ os: "debian", version: "12", pretty: "Debian GNU/Linux 12 (bookworm)" })).toEqual([])
  })
})

describe("a host that cannot be reached", () => {
  const host = { role: "dev", transport: "local", user: "user", connectTimeoutMs: 100 } satisfies Host

  it.each([
    ["COURSE_HOST_NAME", "name"],
    ["COURSE_HOST_REFUSED", "refused"],
    ["COURSE_HOST_UNREACHABLE", "route"],
    ["COURSE_HOST_TIMEOUT", "timeout"],
    ["COURSE_SSH_HANDSHAKE", "port"],
    ["COURSE_HOST_KEY_CHANGED", "host key"],
    ["COURSE_SSH_AUTH", "login"],
    ["COURSE_HOST_SHELL", "shell"],
    ["COURSE_HOST_FULL", "disk"],
    ["COURSE_PROXY_COMMAND", "proxy"],
  ] satisfies [ErrorCode, string][])("with %s is about its %s", async (code, topic) => {
    const transport = { connect: () => Promise.reject(new CourseError(code, "No.", { hint: "Do this." })) }
    const { findings } = await diagnoseHost(host, transport, { signal: new AbortController().signal })
    expect(findings).toEqual([{ topic, level: "problem", message: "No.", code, hint: "Do this." }])
  })
})
