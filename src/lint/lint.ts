import { existsSync } from "node:fs"
import path from "node:path"
import { loadCatalog } from "../catalog/load-catalog.js"
import { CourseError } from "../errors/course-error.js"
import type { Finding } from "./finding.js"
import { formFindings } from "./form-rules.js"
import { readOutcomeInventory } from "./inventory.js"
import { notesFindings } from "./notes-rules.js"
import { outcomeFindings } from "./outcome-rules.js"
import { proofFindings } from "./proof-rules.js"
import { referenceFindings } from "./reference-rules.js"
import { scaffoldFindings } from "./scaffold-rules.js"

export interface LintOptions {
  /** The folder of a clone of this project. */
  root: string
  /** Leaves out building the reference repositories, which takes seconds. */
  quick?: boolean
  signal?: AbortSignal
}

/** Everything that is wrong with blocks, checks, their proofs, notes and reference repositories; empty when all is well. */
export async function lint({ root, quick = false, signal }: LintOptions): Promise<Finding[]> {
  if (!existsSync(path.join(root, "test/mutants")))
    throw new CourseError("COURSE_USAGE", `${root} is no clone of the project: mutants and observations are missing.`, {
      hint: "Clone the project and run `course lint` from there.",
    })
  const catalog = await loadCatalog({ tolerant: true })
  const inventory = await readOutcomeInventory(root)
  const found = [
    formFindings(catalog, root),
    outcomeFindings(catalog, inventory),
    await proofFindings(catalog, root),
    await scaffoldFindings(root),
    await notesFindings(catalog.blocks, root),
    quick ? [] : await referenceFindings(root, signal),
  ]
  return found.flat().sort(inOrder)
}

function inOrder(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0) || a.message.localeCompare(b.message)
}
