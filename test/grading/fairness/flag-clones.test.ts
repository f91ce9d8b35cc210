import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { z } from "zod"
import type { Recording } from "../../../src/engine/recording.js"
import { probeKey } from "../../../src/engine/probe.js"
import { fingerprintProbes } from "../../../src/grading/fairness/fingerprint.js"
import { flagClones } from "../../../src/grading/fairness/flag-clones.js"
import { referenceCommits } from "../../../src/grading/fairness/reference-commits.js"
import type { ClassFlag } from "../../../src/grading/model.js"
import { done, sampleContext } from "../../engine/sample.js"

/** A class whose machines say these lines, and what was flagged in it. */
async function flagged(students: Record<string, readonly string[]>): Promise<ClassFlag[]> {
  const [spec] = fingerprintProbes(sampleContext)
  if (!spec) throw new Error("there is no fingerprint probe")
  const kept: ClassFlag[] = []
  await flagClones(
    {
      async *recordings() {
        for (const [student, lines] of Object.entries(students)) {
          const observations = { [probeKey(spec)]: { spec, observation: done(lines.join("\n")) } }
          yield await Promise.resolve({ student, recording: { observations } as unknown as Recording })
        }
      },
      flag: (_run, flags) => {
        kept.push(...flags)
        return Promise.resolve()
      },
    },
    "run",
  )
  return kept
}

const commits = (ids: readonly string[]): string[] =>
  ids.map((id, index) => `commit ${id} ${1_792_000_000 + index * 60}`)
const own = (letter: string): string[] => Array.from({ length: 6 }, (_, index) => `${letter}${index}`.repeat(20))

test("the commits of the reference are nobody's work: who was brought to a tag has copied from nobody", async () => {
  const reference = commits([...(await referenceCommits())])
  expect(reference.length).toBeGreaterThan(40)
  const students = { a: [...reference, `machine ${"a".repeat(32)}`], b: [...reference, `machine ${"b".repeat(32)}`] }
  expect(await flagged(students)).toEqual([])
})

test("a history that goes on from the reference is a copy where it goes on in the same way", async () => {
  const reference = commits([...(await referenceCommits())].slice(0, 4))
  const copied = commits(own("c"))
  const flags = await flagged({ a: [...reference, ...copied], b: [...reference, ...copied], c: reference })
  expect(flags).toMatchObject([{ kind: "commits", students: ["a", "b"] }])
  expect(flags[0]?.evidence).toBe(
    `6 in common: ${own("c")
      .slice(0, 5)
      .map((id) => id.slice(0, 12))
      .join(", ")} ...`,
  )
})

test("two tracks of the reference, committed in the same seconds, are no history under another name", async () => {
  const [typescript, python] = z
    .object({ typescript: z.array(z.string()), python: z.array(z.string()) })
    .transform((lists) => [lists.typescript, lists.python] as const)
    .parse(JSON.parse(await readFile("reference-app/history/commits.json", "utf8")))
  expect(await flagged({ a: commits(typescript.slice(0, 12)), b: commits(python.slice(0, 12)) })).toEqual([])
  expect(await flagged({ a: commits(own("d")), b: commits(own("e")) })).toMatchObject([{ kind: "times" }])
})
