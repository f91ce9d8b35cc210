import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { placedChecks } from "../../src/engine/catalog.js"
import { labDown, labUp } from "../../src/lab/lab.js"
import { checkLab } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import type { Campaign } from "./campaign.js"
import { describe as describeCheck, notPassed, tryMutant, type Outcome, type Scope } from "./harness.js"
import type { Mutant } from "./mutant.js"

/**
 * Proves the checks of a block on real hosts: the reference state passes, and each mutant is noticed by its check and by no other.
 * COURSE_MUTANTS narrows the choice: words that a mutant's name or check contains, or `1/4` for the first of four parts.
 */
export function proveMutants(campaign: Campaign): void {
  const chosen = choose(campaign.mutants, process.env.COURSE_MUTANTS ?? "")
  if (chosen.length === 0)
    return test(`no mutant of block ${campaign.block} was asked for`, () => expect(chosen).toEqual([]))
  const lab = `mutants-${campaign.block}`
  const outcomes = new Map<string, Promise<Outcome>>()

  beforeAll(async () => {
    await labUp({ name: lab, state: campaign.state, track: "typescript" })
    await answerAsReference(lab, campaign.state)
    await campaign.prepare?.(lab)
    await expectReferencePasses(lab, campaign)
    start(lab, chosen, await scopeOf(campaign), outcomes)
  })

  afterAll(async () => {
    await Promise.allSettled(outcomes.values())
    await campaign.finish?.()
    await labDown({ name: lab })
  })

  describe("a mutant on a real host is noticed by its check and by no other", () => {
    test.each(chosen.map((mutant) => [mutant.check, mutant.name] as const))("%s: %s", async (_check, name) => {
      const outcome = await outcomes.get(name)
      expect(outcome?.faults).toEqual([])
    })
  })
}

/** What mutants of one host can touch; checks that look at both hosts belong to prod, whose service they ask. */
async function scopeOf({ block, across = [] }: Campaign): Promise<Scope> {
  const catalog = await loadCatalog({ words: [`block${block}`] })
  const own = placedChecks(catalog, "typescript").filter((placed) => placed.block === `block${block}`)
  const checks = own.flatMap(({ check }) => (check.question ? [] : [check]))
  const onDev = (id: string, host: string): boolean => host === "dev" && !across.includes(id)
  return {
    dev: checks.flatMap(({ id, host }) => (onDev(id, host) ? [id] : [])),
    prod: checks.flatMap(({ id, host }) => (onDev(id, host) ? [] : [id])),
  }
}

async function expectReferencePasses(lab: string, { block }: Campaign): Promise<void> {
  const baseline = await checkLab(lab, [`block${block}`, "--quick"])
  const bad = notPassed(baseline.report)
  if (bad.length > 0)
    throw new Error(
      `the reference state does not pass:\n${bad.map((check) => `${check.id} is ${describeCheck(check)}`).join("\n")}`,
    )
  if (process.env.COURSE_RECORD_FIXTURES !== "1") return
  for (const check of baseline.report.checks.filter(({ status }) => status === "pass"))
    await writeFixture(baseline.recording, check, "pass.typescript")
}

/** Both hosts are worked on side by side, each mutant alone on its host; those that touch both come last. */
function start(lab: string, chosen: readonly Mutant[], scope: Scope, outcomes: Map<string, Promise<Outcome>>): void {
  const alone = (host: "dev" | "prod"): readonly Mutant[] =>
    chosen.filter((mutant) => mutant.host === host && !mutant.shared)
  const queue = (list: readonly Mutant[], after: Promise<unknown>): Promise<unknown> =>
    list.reduce((before, mutant) => {
      const outcome = before.then(() => tryMutant(lab, mutant, scope)).then(tell)
      outcomes.set(mutant.name, outcome)
      return outcome
    }, after)
  const both = Promise.all([queue(alone("dev"), Promise.resolve()), queue(alone("prod"), Promise.resolve())])
  void queue(
    chosen.filter((mutant) => !alone("dev").includes(mutant) && !alone("prod").includes(mutant)),
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

function choose(all: readonly Mutant[], words: string): readonly Mutant[] {
  const part = /^(\d+)\/(\d+)$/.exec(words)
  if (part) return all.filter((_, index) => index % Number(part[2]) === Number(part[1]) - 1)
  const wanted = words.split(/[\s,]+/).filter(Boolean)
  return wanted.length === 0
    ? all
    : all.filter(({ name, check }) => wanted.some((word) => name.includes(word) || check === word))
}
