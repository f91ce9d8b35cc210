import { oneLine } from "../../reporters/escape.js"
import type { StepStanding } from "../standing.js"
import type { Look } from "./look.js"
import { wrapped } from "./wrap.js"

/** Behind the title of a step: `✓ done`, or how much of it holds. */
export function standingMark(standing: StepStanding | undefined, { paint, marks, plain }: Look): string {
  if (!standing) return ""
  const said = standingWords(standing)
  if (plain) return ` (${said})`
  if (standing.state === "done") return `  ${paint.green(`${marks.pass} ${said}`)}`
  const mark = `${marks.skip} ${said}`
  return `  ${standing.state === "skipped" ? paint.dim(mark) : paint.yellow(mark)}`
}

function standingWords({ state, outcomes }: StepStanding): string {
  const held = [...outcomes.values()].filter(Boolean).length
  return state === "open" && held > 0 ? `${held} of ${outcomes.size} hold` : state
}

/** What proves a step, each with how it stood last. */
export function outcomeLine(
  outcomes: readonly string[],
  standing: StepStanding | undefined,
  width: number,
  look: Look,
): string[] {
  if (outcomes.length === 0) return []
  const named = outcomes.map((id) => {
    const held = standing?.outcomes.get(id)
    return held === undefined ? oneLine(id) : `${oneLine(id)}\u00a0${heldMark(held, look)}`
  })
  const text = `${outcomes.length === 1 ? "Outcome" : "Outcomes"}: ${named.join(", ")}`
  return wrapped(look.paint.dim(text), width, "", "  ").map((line) => line.replaceAll("\u00a0", " "))
}

function heldMark(held: boolean, { plain, paint, marks }: Look): string {
  if (plain) return held ? "(holds)" : "(does not hold)"
  return held ? paint.green(marks.pass) : paint.red(marks.fail)
}
