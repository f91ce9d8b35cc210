import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { placedChecks } from "../../src/engine/catalog.js"
import { labDown, labUp } from "../../src/lab/lab.js"
import { checkLab } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import { plantDrawings } from "./block5/known-drawings.js"
import { mutants } from "./block5/index.js"
import { describe as describeCheck, notPassed, tryMutant, type Outcome, type Scope } from "./harness.js"
import type { Mutant } from "./mutant.js"

const LAB = "mutants"
/** COURSE_MUTANTS narrows the choice: words that a mutant's name or check contains, or `1/4` for the first of four parts. */
const chosen = choose(mutants, process.env.COURSE_MUTANTS ?? "")

/** What mutants of one host can touch; checks that look at both hosts belong to prod, whose service they ask. */
let scope: Scope
const outcomes = new Map<string, Promise<Outcome>>()

beforeAll(async () => {
  const catalog = await loadCatalog({ words: ["block5"] })
  const onDev = (id: string, host: string): boolean => host === "dev" && id !== "b5.cross-machine"
  const checks = placedChecks(catalog, "typescript")
    .map(({ check }) => check)
    .filter(({ question }) => !question)
  scope = {
    dev: checks.filter(({ id, host }) => onDev(id, host)).map(({ id }) => id),
    prod: checks.filter(({ id, host }) => !onDev(id, host)).map(({ id }) => id),
  }
  await labUp({ name: LAB, state: "v0.4", track: "typescript" })
  await answerAsReference(LAB, "v0.4")
  await plantDrawings(LAB)
  const baseline = await checkLab(LAB, ["block5", "--quick"])
  const bad = notPassed(baseline.report)
  if (bad.length > 0)
    throw new Error(
      `the reference state does not pass:\n${bad.map((check) => `${check.id} is ${describeCheck(check)}`).join("\n")}`,
    )
  if (process.env.COURSE_RECORD_FIXTURES === "1") {
    for (const check of baseline.report.checks.filter(({ status }) => status === "pass"))
      await writeFixture(baseline.recording, check, "pass.typescript")
  }
  start()
})

afterAll(async () => {
  await Promise.allSettled(outcomes.values())
  await labDown({ name: LAB })
})

describe("a mutant on a real host is noticed by its check and by no other", () => {
  test.each(chosen.map((mutant) => [mutant.check, mutant.name] as const))("%s: %s", async (_check, name) => {
    const outcome = await outcomes.get(name)
    expect(outcome?.faults).toEqual([])
  })
})

/** Both hosts are worked on side by side, each mutant alone on its host; those that touch both come last. */
function start(): void {
  const alone = (host: Mutant["host"]): Mutant[] => chosen.filter((mutant) => mutant.host === host && !mutant.shared)
  const queue = (list: Mutant[], after: Promise<unknown>): Promise<unknown> =>
    list.reduce((before, mutant) => {
      const outcome = before.then(() => tryMutant(LAB, mutant, scope)).then(tell)
      outcomes.set(mutant.name, outcome)
      return outcome
    }, after)
  const both = Promise.all([queue(alone("dev"), Promise.resolve()), queue(alone("prod"), Promise.resolve())])
  void queue(
    chosen.filter(({ shared }) => shared),
    both,
  )
}

/** The run takes a while: each outcome is told at once. */
function tell(outcome: Outcome): Outcome {
  const { check, mutant, seconds, faults } = outcome
  const mark = faults.length === 0 ? "killed" : "SURVIVED"
  process.stderr.write(
    `${mark}  ${check}  ${mutant}  ${seconds.toFixed(0)} s\n${faults.map((fault) => `    ${fault}\n`).join("")}`,
  )
  return outcome
}

function choose(all: Mutant[], words: string): Mutant[] {
  const part = /^(\d+)\/(\d+)$/.exec(words)
  if (part) return all.filter((_, index) => index % Number(part[2]) === Number(part[1]) - 1)
  const wanted = words.split(/[\s,]+/).filter(Boolean)
  return wanted.length === 0
    ? all
    : all.filter(({ name, check }) => wanted.some((word) => name.includes(word) || check === word))
}
