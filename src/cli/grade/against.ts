import path from "node:path"
import type { Catalog } from "../../engine/catalog.js"
import { lookAtStudent } from "../../grading/run/look-at-student.js"
import { planStudent, type PlanRequest } from "../../grading/run/plan-student.js"
import { studentContext } from "../../grading/run/seeds.js"
import { CourseError } from "../../errors/course-error.js"
import { loadInventory } from "../../inventory/load-inventory.js"
import { Transports } from "../../transport/transports.js"

/** A check that no student is graded by in a run, because the reference itself fails it. */
export interface ExcludedCheck {
  readonly id: string
  readonly message: string
}

/** A check that fails may hold others up: those are seen only once it is left out. */
const ROUNDS = 4

/**
 * Makes the plan of a run on a lab in the state of the reference. What fails even there is a fault of the check or of its
 * surroundings, and must not cost a student points.
 * @throws CourseError COURSE_LAB_UNKNOWN where there is no such lab, or the code of a host of it that cannot be observed
 */
export async function failingOnReference(
  catalog: Catalog,
  lab: string,
  request: PlanRequest,
  signal: AbortSignal,
): Promise<ExcludedCheck[]> {
  const { labInventoryPath } = await import("../../lab/lab.js")
  const file = await labInventoryPath(lab)
  const inventory = await loadInventory(file)
  const student = { id: lab, name: lab, email: undefined, group: undefined, track: inventory.track }
  const context = studentContext(student, inventory, { runSeed: `against-${lab}`, workspaceSeed: `against-${lab}` })
  const transports = new Transports({
    knownHostsFile: path.join(path.dirname(file), ".course", "known_hosts"),
    askPassword: false,
  })
  const excluded = new Map<string, ExcludedCheck>()
  for (let round = 0; round < ROUNDS; round++) {
    const plan = planStudent(catalog, context, { ...request, excluded: [...excluded.keys()] })
    const quiet = { note: () => undefined, onJudged: () => undefined }
    const { judged, hosts } = await lookAtStudent(plan, { inventory, transports, signal, repeat: 1, ...quiet })
    signal.throwIfAborted()
    const off = hosts.find(({ reachable }) => !reachable)
    if (off)
      throw new CourseError(
        "COURSE_LAB_FAILED",
        `The reference ${lab} cannot be looked at: ${off.problem ?? off.role}`,
        {
          hint: `Start it: course lab up --name ${lab} --state v0.5`,
        },
      )
    const failed = judged.flatMap(({ planned, verdict }) =>
      verdict.status === "fail" ? [{ id: planned.check.id, message: verdict.message }] : [],
    )
    if (failed.length === 0) break
    for (const each of failed) excluded.set(each.id, each)
  }
  return [...excluded.values()]
}
