import type { Catalog } from "../engine/catalog.js"
import type { StepNotes } from "../notes/chapter.js"
import { LAST_RUNG, type Hint } from "../runner/hint.js"
import type { Known } from "../runner/known.js"
import { hintAt } from "../runner/ladder.js"
import type { Outline, OutlineStep } from "../runner/outline.js"
import { rungTaken, type Progress } from "../runner/progress.js"
import { solutionOf, type ReadStudentFile } from "../runner/solution.js"
import { inTheWay } from "../runner/target.js"

export interface HintSources {
  catalog: Catalog
  outline: Outline
  notes: ReadonlyMap<string, StepNotes>
  readFile: ReadStudentFile
}

export interface HintRequest {
  step: OutlineStep
  /** Only about this check. */
  check?: string | undefined
  known: ReadonlyMap<string, Known>
  progress: Progress
  /** Another rung than the next. */
  rung?: number | undefined
  /** Said where what is known is old. */
  old?: string | undefined
}

/** The next rung of the ladder for a step; undefined where everything that proves it passes. */
export async function nextHint(sources: HintSources, request: HintRequest): Promise<Hint | undefined> {
  const { catalog, outline, notes, readFile } = sources
  const { step, known, progress, rung, old } = request
  const check = inTheWay(step, outline, known, request.check)
  if (!check) return undefined
  // What is in the way may belong to an earlier step: then its notes are the ones that help.
  const text = notes.get(check.step) ?? notes.get(step.id)
  return await hintAt(rung ?? Math.min(rungTaken(progress, check.id) + 1, LAST_RUNG), {
    step: check.step,
    check,
    known: known.get(check.id),
    old,
    advice: catalog.checks.get(check.id)?.hint ?? "",
    notes: text,
    solution: async () => {
      if (text) return await solutionOf(text, readFile)
      return [{ kind: "text", text: `The notes tell the solution: course read block${check.step.split(".")[0]}` }]
    },
  })
}
