import type { ClassResult } from "../../grading/run/grade-class.js"
import type { StudentRowOfRun } from "../../grading/run/run-row.js"
import { EXIT } from "../../errors/codes.js"
import { wrapped, type Paper } from "../gradebook/text.js"
import { oneLine } from "../../reporters/escape.js"
import { isObserved } from "./class-tally.js"
import { duration } from "./class-screen.js"

export interface SummaryOptions {
  roster: string
  /** Of this part of the run. */
  seconds: number
  /** From the keyboard: what to do next is told by the error then. */
  stopped: boolean
  bin: string
}

/** How a command that graded a class ends. Failed checks are results of students, and no failure of the command. */
export function classExitCode({ rows }: Pick<ClassResult, "rows">): number {
  return rows.every(isObserved) ? EXIT.ok : EXIT.unobserved
}

/** What a run came to and what to do next, in plain lines. */
export function classSummary(
  result: ClassResult,
  { roster, seconds, stopped, bin }: SummaryOptions,
  paper: Paper,
): string[] {
  const { flags, runId, closed } = result
  const rows = result.rows.filter(({ state }) => state !== "stopped")
  const waiting = result.waiting + result.rows.length - rows.length
  const missed = rows.filter((row) => !isObserved(row)).sort((a, b) => (a.student < b.student ? -1 : 1))
  const complete = rows.length - missed.length
  const file = oneLine(roster)
  const again = missed.filter(({ state }) => state === "graded" || state === "unobserved")
  return [
    `Run ${runId}: ${rows.length} ${rows.length === 1 ? "student" : "students"} in ${duration(seconds)}, ${complete} wholly observed${waiting > 0 ? `, ${waiting} still to come` : ""}.`,
    ...(missed.length === 0
      ? []
      : [
          "",
          ...wrapped(
            "Not or not wholly observed; what was proven before stands, and nobody loses points by it:",
            "",
            paper,
          ),
        ]),
    ...missed.flatMap((row) => missedLines(row, paper)),
    ...(flags.length === 0 ? [] : ["", "Conspicuous across the class; no points are lost by it:"]),
    ...flags.flatMap(({ message, evidence }) => [
      ...wrapped(oneLine(message), "  ", paper),
      ...wrapped(oneLine(evidence), "    ", paper),
    ]),
    ...(stopped ? [] : nextLines()),
  ]

  function nextLines(): string[] {
    const them = again.length === 1 ? "the one" : `the ${again.length}`
    return [
      "",
      "Next:",
      ...(closed ? [] : [`  ${bin} grade ${file} --resume ${runId}   goes on with this run`]),
      `  ${bin} gradebook show   points and reasons of everybody`,
      ...(again.length === 0
        ? []
        : [`  ${bin} roster doctor ${file}   says what to tell ${them} who could not be observed`]),
      ...(closed && again.length > 0 && again.length <= 10
        ? [
            `  ${bin} grade ${file} ${again.map(({ student }) => `--only ${oneLine(student)}`).join(" ")}   looks at ${again.length === 1 ? "this student" : "them"} again`,
          ]
        : []),
    ]
  }
}

const STATES: Record<StudentRowOfRun["state"], string> = {
  graded: "partly observed",
  unobserved: "not observed",
  stopped: "stopped",
  elsewhere: "in work elsewhere",
  fault: "a fault of course itself",
}

function missedLines({ student, state, problems }: StudentRowOfRun, paper: Paper): string[] {
  const [first, ...more] = problems.map(
    ({ code, message }) => `${oneLine(message)}${code === undefined ? "" : ` [${code}]`}`,
  )
  return [
    ...wrapped(
      `${oneLine(student)}: ${STATES[state]}${first === undefined ? "" : `: ${first}`}`,
      "      ",
      paper,
      "  ",
    ),
    ...more.flatMap((message) => wrapped(message, "      ", paper)),
  ]
}
