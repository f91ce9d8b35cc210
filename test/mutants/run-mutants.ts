import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { placedChecks } from "../../src/engine/catalog.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown } from "../../src/lab/lab.js"
import { checkLab } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import type { Campaign } from "./campaign.js"
import { campaigns } from "./campaigns.js"
import { describe as describeCheck, notPassed, tryMutant, type Outcome, type Scope } from "./harness.js"
import { recordKills } from "./kill-record.js"
import type { Mutant } from "./mutant.js"
import { tryWrongAnswer } from "./wrong-answer.js"

/**
 * Proves the checks of a block on real hosts: the reference state passes, and each mutant is noticed by its check and by no other.
 * So is each wrong answer to a question. COURSE_MUTANTS narrows the choice: words that a mutant's name contains, checks, or `1/4` for the
 * first of four parts. With COURSE_RECORD_KILLS=1 the outcomes go into the kill matrix.
 */
export function proveMutants(campaign: Campaign): void {
  const words = process.env.COURSE_MUTANTS ?? ""
  const chosen = choose(campaign.mutants, words)
  const answers = choose(campaign.answerMutants, words)
  if (chosen.length + answers.length === 0)
    return test(`no mutant of block ${campaign.block} was asked for`, () => expect(chosen).toEqual([]))
  const track = campaign.track ?? "typescript"
  const lab = `mutants-${campaign.block}${track === "python" ? "-py" : ""}`
  const outcomes = new Map<string, Promise<Outcome>>()
  const wrong: Outcome[] = []

  beforeAll(async () => {
    await labAnew({ name: lab, state: campaign.state, track })
    await answerAsReference(lab, campaign.state)
    await campaign.prepare?.(lab)
    await expectReferencePasses(lab, campaign)
    start(lab, chosen, await scopeOf(campaign), outcomes)
  })

  afterAll(async () => {
    const tried = await Promise.all(outcomes.values())
    await campaign.finish?.()
    await labDown({ name: lab })
    if (process.env.COURSE_RECORD_KILLS === "1") await keep(campaign, [...tried, ...wrong])
  })

  if (chosen.length > 0)
    describe("a mutant on a real host is noticed by its check and by no other", () => {
      test.each(chosen.map((mutant) => [mutant.check, mutant.name] as const))("%s: %s", async (_check, name) => {
        const outcome = await outcomes.get(name)
        expect(outcome?.faults).toEqual([])
      })
    })

  if (answers.length > 0)
    describe("a wrong answer is told to be wrong", () => {
      test.each(answers.map((answer) => [answer.check, answer.name, answer] as const))(
        "%s: %s",
        async (_check, _name, answer) => {
          const outcome = tell(await tryWrongAnswer(lab, campaign.state, answer))
          wrong.push(outcome)
          expect(outcome.faults).toEqual([])
        },
      )
    })
}

async function keep({ block, mutants }: Campaign, outcomes: readonly Outcome[]): Promise<void> {
  const hosts = new Map(mutants.map(({ name, host }) => [name, host as string]))
  const tried = outcomes.map(({ check, mutant, said, faults }) => {
    return { check, mutant, where: hosts.get(mutant) ?? "answer", said, killed: faults.length === 0 }
  })
  // A block may have a campaign on each track; they share its table.
  const known = campaigns.filter((campaign) => campaign.block === block)
  await recordKills(
    block,
    tried,
    known.flatMap((campaign) => [...campaign.mutants, ...campaign.answerMutants]).map(({ name }) => name),
  )
}

/** What mutants of one host can touch; checks that look at both hosts belong to prod, whose service they ask. */
async function scopeOf({ block, track = "typescript", across = [] }: Campaign): Promise<Scope> {
  const catalog = await loadCatalog({ words: [`block${block}`] })
  const own = placedChecks(catalog, track).filter((placed) => placed.block === `block${block}`)
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
    await writeFixture(baseline.recording, check, `pass.${baseline.recording.context.track}`)
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

function choose<One extends { name: string; check: string }>(all: readonly One[], words: string): readonly One[] {
  const part = /^(\d+)\/(\d+)$/.exec(words)
  if (part) return all.filter((_, index) => index % Number(part[2]) === Number(part[1]) - 1)
  const wanted = words.split(/[\s,]+/).filter(Boolean)
  return wanted.length === 0
    ? all
    : all.filter(({ name, check }) => wanted.some((word) => name.includes(word) || check === word))
}
