import { readFile, readdir } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"
import type { Catalog } from "../../engine/catalog.js"
import { context, type Context } from "../../engine/context.js"
import { judgePlan, type Judged, type Observations } from "../../engine/judge.js"
import { observation, type Observation } from "../../engine/observation.js"
import type { Plan } from "../../engine/plan.js"
import { planStudent, type PlanRequest } from "../../grading/run/plan-student.js"
import { projectFolder } from "../../lab/project-folder.js"

/** What one check observed on hosts of the reference, by probe name. */
const fixture = z.object({ check: z.string(), context, observations: z.record(z.string(), observation) })
type Fixture = z.infer<typeof fixture>

/** Hosts of the reference as they were recorded, all that a plan asks of them. */
export interface RecordedHosts {
  readonly context: Context
  readonly plan: Plan
  readonly observations: Observations
  /** What judging the recorded observations comes to, without anything between. */
  readonly judged: readonly Judged[]
}

/**
 * Puts what single checks once saw together to hosts that can be looked at as a whole. They were recorded with many seeds; the one
 * that most of them have is taken, and what fails by another one fails for everybody alike.
 */
export async function recordedHosts(catalog: Catalog, request: PlanRequest): Promise<RecordedHosts> {
  const fixtures = await readFixtures()
  const context = commonContext(fixtures)
  const plan = planStudent(catalog, context, request)
  const observations = new Map<string, Observation>()
  for (const { check, leftOut, probes } of plan.checks) {
    const recorded = fixtures.find((each) => each.check === check.id)?.observations ?? {}
    for (const [name, key] of Object.entries(probes)) {
      const seen = recorded[name]
      if (leftOut === undefined && seen && !observations.has(key)) observations.set(key, seen)
    }
  }
  return { context, plan, observations, judged: judgePlan(plan.checks, observations, context) }
}

async function readFixtures(): Promise<Fixture[]> {
  const folder = projectFolder("test/fixtures/observations")
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith("pass.typescript.json"))
  return await Promise.all(
    files.sort().map(async (file) => fixture.parse(JSON.parse(await readFile(path.join(folder, file), "utf8")))),
  )
}

function commonContext(fixtures: readonly Fixture[]): Context {
  const counts = new Map<string, { context: Context; count: number }>()
  for (const { context } of fixtures) {
    const known = counts.get(context.runSeed)
    counts.set(context.runSeed, { context, count: (known?.count ?? 0) + 1 })
  }
  const [first] = [...counts.values()].sort((a, b) => b.count - a.count)
  if (!first) throw new Error("There are no recorded observations: run this from a clone of the repository.")
  return first.context
}
