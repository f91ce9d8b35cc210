import { expect, test } from "vitest"
import { findClones } from "../../../src/grading/fairness/find-clones.js"
import { fingerprintProbes, fingerprintsOf, type Fingerprint } from "../../../src/grading/fairness/fingerprint.js"
import { probeKey } from "../../../src/engine/probe.js"
import { done, sampleContext } from "../../engine/sample.js"

const NONE: Fingerprint = { host: "dev", machineIds: [], hostKeys: [], commits: [], databases: [] }
const classOf = (students: Record<string, Partial<Fingerprint>>): Map<string, Fingerprint[]> =>
  new Map(Object.entries(students).map(([id, more]) => [id, [{ ...NONE, ...more }]]))
const commit = (id: string, authoredAt: number) => ({ id: id.repeat(40).slice(0, 40), authoredAt })

test("students who share nothing are not flagged", () => {
  expect(findClones(classOf({ a: { machineIds: ["1"] }, b: { machineIds: ["2"] } }))).toEqual([])
})

test("a copied machine is flagged once for each mark, with its evidence", () => {
  const copy = { machineIds: ["f".repeat(32)], databases: ["731"] }
  const flags = findClones(classOf({ b: copy, a: copy, c: { machineIds: ["0".repeat(32)] } }))
  expect(flags.map(({ kind, students }) => [kind, students])).toEqual([
    ["machine-id", ["a", "b"]],
    ["database", ["a", "b"]],
  ])
  expect(flags[0]?.evidence).toContain("f".repeat(32))
  expect(flags[0]?.message).toBe(
    "a and b have machines with the same machine id: they are copies of one machine, be it a student's or an image.",
  )
})

test("a database cluster is shown with the second in which it was made", () => {
  const databases = ["7710469166054590715"]
  expect(findClones(classOf({ a: { databases }, b: { databases } }))[0]?.evidence).toBe(
    "system identifier 7710469166054590715, made 2026-11-21T03:58:18.000Z",
  )
})

test("what so many machines share came with an image, and whoever shares more is told apart", () => {
  const image = { databases: ["7310469166054590715"] }
  const copy = { ...image, machineIds: ["f".repeat(32)] }
  const flags = findClones(classOf({ a: image, b: copy, c: copy, d: image, e: image }))
  expect(flags.map(({ kind, students }) => [kind, students])).toEqual([
    ["machine-id", ["b", "c"]],
    ["database", ["a", "b", "c", "d", "e"]],
  ])
  expect(flags[1]?.message).toMatch(/probably made from one image that was handed out\.$/)
})

test("a host key is shown by its fingerprint", () => {
  const hostKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPq1"]
  expect(findClones(classOf({ a: { hostKeys }, b: { hostKeys } }))[0]?.evidence).toMatch(/^ssh-ed25519 SHA256:/)
})

test("commits that many have were handed out; those that two have are told", () => {
  const template = commit("a", 100)
  const copied = commit("b", 200)
  const students = Object.fromEntries(
    ["1", "2", "3", "4", "5", "6"].map((id) => [id, { commits: id < "3" ? [template, copied] : [template] }]),
  )
  expect(findClones(classOf(students))).toMatchObject([{ kind: "commits", students: ["1", "2"] }])
})

test("a history under another name is known by its times", () => {
  const times = [11, 22, 33, 44, 55]
  const students = {
    a: { commits: times.map((at, index) => commit(`a${index}`, at)) },
    b: { commits: times.map((at, index) => commit(`b${index}`, at)) },
    c: { commits: times.slice(0, 4).map((at, index) => commit(`c${index}`, at)) },
  }
  expect(findClones(classOf(students)).map(({ kind, students: who }) => [kind, who])).toEqual([["times", ["a", "b"]]])
})

test("fingerprints are read from a recording, and what is malformed is left away", () => {
  const [spec] = fingerprintProbes(sampleContext)
  if (!spec) throw new Error("there is no fingerprint probe")
  const lines = [
    `machine ${"a".repeat(32)}`,
    "machine not-an-id",
    `hostkey ssh-ed25519 ${"A".repeat(68)}`,
    `commit ${"c".repeat(40)} 1700000000`,
    "commit \u001b[31m 1",
    "database 7312345678901234567",
  ]
  const recording = { observations: { [probeKey(spec)]: { spec, observation: done(lines.join("\n")) } } }
  expect(fingerprintsOf(recording)).toEqual([
    {
      host: "dev",
      machineIds: ["a".repeat(32)],
      hostKeys: [`ssh-ed25519 ${"A".repeat(68)}`],
      commits: [{ id: "c".repeat(40), authoredAt: 1_700_000_000 }],
      databases: ["7312345678901234567"],
    },
  ])
})
