import { describe, expect, test } from "vitest"
import { deploy } from "../../src/deploy/deploy.js"
import { rollback } from "../../src/deploy/rollback.js"
import { fakeProd, type Answer } from "./fake-prod.js"

const FROM = "a".repeat(40)
const TO = "b".repeat(40)

/** Parts of scripts by which the fake tells them apart. */
const RESOLVE = "ls-remote origin"
const BUILD_ONLY = "--build-only"
const DEPLOY = 'deploy/deploy.sh"'
const HOST = "--host"
const UNITS = "--units"
const SUDO = "sudo -n true"
const SWITCH = "git checkout --quiet -B main"
const LEAVE = "systemctl --quiet disable --now"
const INSTALL = "bash ./setup-server.sh"
const HEALTH = "/health"
const RECORD = "result=deployed"
const BEFORE = "deploy/rollback.sh --print"
const ROLLBACK = "/deploy/rollback.sh v"

const commits = (has: { from: boolean; to: boolean; tag?: boolean; ref?: string }): string =>
  [
    `from=${FROM}`,
    `to=${TO}`,
    `from-releases=${has.from ? "yes" : "no"}`,
    `to-releases=${has.to ? "yes" : "no"}`,
    `tag=${has.tag === false ? "no" : "yes"}`,
    ...(has.ref === undefined ? [] : [`ref=${has.ref}`]),
  ].join("\n")

const inPlace = (health: readonly number[]): Answer[] => [
  { part: SUDO, exitCode: 1 },
  { part: BEFORE, stdout: "" },
  { part: LEAVE },
  { part: INSTALL },
  { part: SWITCH },
  { part: RECORD },
  ...health.map((exitCode) => ({ part: HEALTH, exitCode, stderr: exitCode === 0 ? "" : "it crashed" })),
]

describe("a ref that brings a deploy.sh", () => {
  test("is deployed by that alone where the host is ready, without asking for a password", async () => {
    const prod = fakeProd([{ part: RESOLVE, stdout: commits({ from: true, to: true }) }, { part: DEPLOY }])
    const result = await deploy({ ...prod.target, ref: "v0.8" })
    expect(result).toEqual({ from: FROM, to: TO, changed: true, way: "releases" })
    expect(prod.asked()).toEqual([RESOLVE, DEPLOY])
  })

  test("has the host prepared before its units are replaced, and those before the switch", async () => {
    const prod = fakeProd([
      { part: RESOLVE, stdout: commits({ from: false, to: true }) },
      { part: BUILD_ONLY },
      { part: DEPLOY, exitCode: 3, stderr: "these differ" },
      { part: DEPLOY, exitCode: 0 },
      { part: SUDO, exitCode: 1 },
      { part: HOST },
      { part: UNITS },
    ])
    await deploy({ ...prod.target, ref: "v0.8" })
    expect(prod.asked().filter((part) => part !== SUDO)).toEqual([RESOLVE, DEPLOY, HOST, BUILD_ONLY, UNITS, DEPLOY])
    expect(prod.inputs().filter((input) => input === "word\n")).toHaveLength(2)
  })

  test.each([
    [1, /v0\.8 does not run on prod\. it said why prod runs aaaaaaaaaa, as before/],
    [2, /v0\.8 was not deployed\. it said why prod runs aaaaaaaaaa/],
    [4, /going back failed as well: the service is down/],
    [5, /another deployment is running/],
  ])("and ends with status %i is told as what it is", async (exitCode, message) => {
    const prod = fakeProd([
      { part: RESOLVE, stdout: commits({ from: true, to: true }) },
      { part: DEPLOY, exitCode, stderr: "it said why" },
    ])
    await expect(deploy({ ...prod.target, ref: "v0.8" })).rejects.toMatchObject({
      code: "COURSE_DEPLOY_FAILED",
      message: expect.stringMatching(message) as string,
    })
  })

  test("and cannot go back to what has no releases is followed by that one's own setup", async () => {
    const prod = fakeProd([
      { part: RESOLVE, stdout: commits({ from: false, to: true }) },
      { part: DEPLOY, exitCode: 4, stderr: "not ready" },
      ...inPlace([0]),
    ])
    await expect(deploy({ ...prod.target, ref: "v0.8" })).rejects.toMatchObject({
      message: expect.stringMatching(/not ready prod runs aaaaaaaaaa again, as before/) as string,
    })
    expect(prod.asked()).toContain(INSTALL)
  })

  test("without a tag is told to deploy.sh as such", async () => {
    const prod = fakeProd([
      { part: RESOLVE, stdout: commits({ from: true, to: true, tag: false }) },
      { part: `deploy.sh" --untagged ${TO}` },
    ])
    await expect(deploy({ ...prod.target, ref: "main" })).resolves.toMatchObject({ way: "releases" })
  })
})

describe("a ref without a deploy.sh", () => {
  test("is put in place by its setup script and recorded", async () => {
    const prod = fakeProd([{ part: RESOLVE, stdout: commits({ from: false, to: false }) }, ...inPlace([0])])
    const result = await deploy({ ...prod.target, ref: "v0.5" })
    expect(result.way).toBe("in-place")
    expect(prod.asked().filter((part) => part !== SUDO)).toEqual([RESOLVE, SWITCH, LEAVE, INSTALL, HEALTH, RECORD])
  })

  test("that does not come up gives way to the commit from before", async () => {
    const prod = fakeProd([{ part: RESOLVE, stdout: commits({ from: false, to: false }) }, ...inPlace([1, 0])])
    await expect(deploy({ ...prod.target, ref: "v0.5" })).rejects.toMatchObject({
      message: expect.stringMatching(/v0\.5 does not run on prod.*it crashed prod runs aaaaaaaaaa again/s) as string,
    })
    expect(prod.asked().filter((part) => part === SWITCH)).toHaveLength(2)
    expect(prod.asked()).not.toContain(RECORD)
  })
})

describe("rolling back", () => {
  test("goes by the checkout's rollback.sh where both have releases", async () => {
    const prod = fakeProd([
      { part: BEFORE, stdout: commits({ from: true, to: true, ref: "v0.7" }) },
      { part: ROLLBACK },
    ])
    await expect(rollback(prod.target)).resolves.toMatchObject({ tag: "v0.7", to: TO, way: "releases" })
    expect(prod.asked()).toEqual([BEFORE, ROLLBACK])
  })

  test("to a tag without releases is a deployment in place", async () => {
    const prod = fakeProd([
      { part: BEFORE, stdout: commits({ from: true, to: false, ref: "v0.5" }) },
      ...inPlace([0]).filter(({ part }) => part !== BEFORE),
    ])
    await expect(rollback({ ...prod.target, tag: "v0.5" })).resolves.toMatchObject({ tag: "v0.5", way: "in-place" })
    expect(prod.asked()).toContain(LEAVE)
  })

  test("says why it cannot, and what to name", async () => {
    const prod = fakeProd([{ part: BEFORE, exitCode: 1, stderr: "prod has no record of what ran before v0.5." }])
    await expect(rollback(prod.target)).rejects.toMatchObject({
      code: "COURSE_DEPLOY_FAILED",
      message: "prod cannot be rolled back. prod has no record of what ran before v0.5.",
      hint: "Name a tag: course rollback v0.4",
    })
  })
})
