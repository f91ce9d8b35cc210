import type { ClassResult } from "../../grading/run/grade-class.js"
import type { StudentRowOfRun } from "../../grading/run/run-row.js"
import { EXIT } from "../../errors/codes.js"
import { oneLine } from "../../reporters/escape.js"
import { isObserved } from "./class-tally.js"
import { duration } from "./class-screen.js"

export interface SummaryOptions {
  roster: string
  /** Of this part of the run. */
  seconds: number
  bin: string
}

/** How a command that graded a class ends. Failed checks are results of students, and no failure of the command. */
export function classExitCode({ rows }: Pick<ClassResult, "rows">): number {
  return rows.every(isObserved) ? EXIT.ok : EXIT.unobserved
}

/** What a run came to and what to do next, in plain lines. */
export function classSummary(result: ClassResult, { roster, seconds, bin }: SummaryOptions): string[] {
  const { rows, flags, runId, closed } = result
  const missed = rows.filter((row) => !isObserved(row)).sort((a, b) => (a.student < b.student ? -1 : 1))
  const complete = rows.length - missed.length
  const file = oneLine(roster)
  const again = missed.filter(({ state }) => state === "graded" || state === "unobserved")
  return [
    `Run ${runId}: ${rows.length} ${rows.length === 1 ? "student" : "students"} in ${duration(seconds)}, ${complete} wholly observed.`,
    ...(missed.length === 0
      ? []
      : ["", "Not or not wholly observed; what was proven before stands, and nobody loses points by it:"]),
    ...missed.flatMap(missedLines),
    ...(flags.length === 0 ? [] : ["", "Conspicuous across the class; no points are lost by it:"]),
    ...flags.flatMap(({ message, evidence }) => [`  ${oneLine(message)}`, `    ${oneLine(evidence)}`]),
    "",
    "Next:",
    ...(closed ? [] : [`  ${bin} grade ${file} --resume ${runId}   goes on with this run`]),
    `  ${bin} gradebook show   points and reasons of everybody`,
    ...(again.length === 0
      ? []
      : [`  ${bin} roster doctor ${file}   says what to tell the ${again.length} who could not be observed`]),
    ...(closed && again.length > 0 && again.length <= 10
      ? [
          `  ${bin} grade ${file} ${again.map(({ student }) => `--only ${oneLine(student)}`).join(" ")}   looks at them again`,
        ]
      : []),
  ]
}

const STATES: Record<StudentRowOfRun["state"], string> = {
  graded: "partly observed",
  unobserved: "not observed",
  stopped: "stopped",
  elsewhere: "in work elsewhere",
  fault: "a fault of course itself",
}

function missedLines({ student, state, problems }: StudentRowOfRun): string[] {
  const [first, ...more] = problems.map(
    ({ code, message }) => `${oneLine(message)}${code === undefined ? "" : ` [${code}]`}`,
  )
  return [
    `  ${oneLine(student)}: ${STATES[state]}${first === undefined ? "" : `: ${first}`}`,
    ...more.map((message) => `      ${message}`),
  ]
}
