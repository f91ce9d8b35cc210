import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import type { CheckCell, StudentRow } from "../../grading/model.js"
import { escapeTerminal } from "../../reporters/escape.js"
import { symbols } from "../../reporters/symbols.js"
import { auditLine } from "./render-history.js"
import { points, safe, wrapped, type Paper } from "./text.js"

/** All that the gradebook holds of one student: what counts, why, and how it came about. */
export function renderStudent(row: StudentRow, trail: readonly AuditEntry[], paper: Paper): string {
  const { student, total, grade } = row
  const { paint } = paper
  const contact = [student.email, student.group && `group ${student.group}`, `${student.track} track`]
  return (
    [
      ...wrapped(
        `${paint.bold(`${safe(student.id)}  ${safe(student.name)}`)}  ${paint.dim(safe(contact.filter(Boolean).join(", ")))}`,
        "  ",
        paper,
        "",
      ),
      total.possible === 0
        ? "Nothing was observed yet."
        : `${points(total.earned)} of ${points(total.possible)} points, ${points(total.percent)} %${grade === undefined ? "" : `, grade ${grade}`}`,
      ...row.blocks
        .filter(({ state }) => state !== "none")
        .flatMap((cell) => [
          "",
          ...wrapped(
            `${paint.bold(cell.block)}  ${points(cell.earned)} of ${points(cell.possible)}  ${paint.dim(describe(cell))}`,
            "  ",
            paper,
            "",
          ),
          ...(cell.because === undefined ? [] : wrapped(safe(cell.because), "  ", paper)),
          ...row.checks.filter(({ block }) => block === cell.block).flatMap((check) => checkLines(check, paper)),
        ]),
      ...section(
        "Rubric",
        row.rubric.map(
          (each) =>
            `${safe(each.dimension)}: ${points(each.points)} of ${points(each.of)} (${safe(each.who)}, ${each.at.slice(0, 10)}) ${safe(each.note)}`,
        ),
        paper,
      ),
      ...section(
        "To look at (costs no points)",
        row.flags.map(({ message, evidence }) => `${safe(message)} ${safe(evidence)}`),
        paper,
      ),
      ...section(
        "Attempts, newest first",
        row.history.map(
          (each) =>
            `${stamp(each.at)}  run ${each.runId}  ${each.state}  ${points(each.earned)}/${points(each.possible)}${each.source === "live" ? "" : `  ${each.source === "submission" ? "self-reported" : "imported"}`}${each.notes.map((note) => `  [${note.kind}] ${safe(note.message)}`).join("")}`,
        ),
        paper,
      ),
      ...section("Changes, newest first", trail.map(auditLine), paper),
    ].join("\n") + "\n"
  )
}

export function stamp(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`
}

function describe({ state, provenAt, source, assisted }: StudentRow["blocks"][number]): string {
  return [
    state,
    provenAt === undefined ? "" : `observed ${stamp(provenAt)} UTC`,
    source === "submission" ? "self-reported" : source === "import" ? "imported" : "",
    assisted > 0 ? `${points(assisted)} of them by a catch-up` : "",
  ]
    .filter((part) => part !== "")
    .join(", ")
}

function checkLines(check: CheckCell, paper: Paper): string[] {
  const { paint } = paper
  const marks = symbols(paper.unicode)
  const mark = {
    pass: paint.green(marks.pass),
    fail: paint.red(marks.fail),
    error: paint.yellow(marks.error),
    skip: paint.dim(marks.skip),
  }
  const worth = check.informational ? "not scored" : `${points(check.points.earned)}/${points(check.points.possible)}`
  const more = [
    check.optional ? "bonus" : "",
    check.assisted ? "by a catch-up" : "",
    check.state === "proven" ? "" : check.state,
  ]
  const told = more.filter((word) => word !== "").join(", ")
  const { override, evidence } = check
  return [
    ...wrapped(
      `${mark[check.status]} ${check.id}  ${safe(check.title)}  ${paint.dim(worth + (told === "" ? "" : `, ${told}`))}`,
      "      ",
      paper,
      "  ",
    ),
    ...(override
      ? wrapped(
          `Set to ${points(override.points)} by ${safe(override.who)}, ${stamp(override.at)}: ${safe(override.why)}`,
          "      ",
          paper,
        )
      : []),
    ...(check.message === undefined || check.status === "pass" ? [] : wrapped(safe(check.message), "      ", paper)),
    ...(check.because === undefined ? [] : wrapped(safe(check.because), "      ", paper)),
    ...(check.status === "fail" && evidence?.expected !== undefined
      ? wrapped(`expected ${safe(evidence.expected)}`, "      ", paper)
      : []),
    ...(check.status === "fail" && evidence?.actual !== undefined
      ? wrapped(`actual   ${safe(evidence.actual)}`, "      ", paper)
      : []),
    ...(check.status === "fail" && evidence?.excerpt !== undefined
      ? escapeTerminal(evidence.excerpt)
          .split("\n")
          .flatMap((line) => wrapped(line, `      ${marks.bar} `, paper))
      : []),
    ...(check.status === "fail" && check.hint !== undefined
      ? wrapped(`${marks.arrow} ${safe(check.hint)}`, "      ", paper)
      : []),
  ]
}

function section(title: string, lines: readonly string[], paper: Paper): string[] {
  if (lines.length === 0) return []
  return ["", paper.paint.bold(title), ...lines.flatMap((line) => wrapped(line, "  ", paper))]
}
