import { Args, Flags } from "@oclif/core"
import { whoFlag } from "../../cli/gradebook/change-flags.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findStudent } from "../../cli/gradebook/lookup.js"
import { findingLines } from "../../cli/project-report/render.js"
import { colorLevel, unicodeOf } from "../../cli/streams.js"
import { EXIT } from "../../errors/codes.js"
import { CourseError } from "../../errors/course-error.js"
import { checkReport, type ReportFinding } from "../../grading/project-report/check-report.js"
import { keepReport } from "../../grading/project-report/keep-report.js"
import { BANDS, pagesFor } from "../../grading/project-report/length.js"
import { listProposals } from "../../grading/project-report/proposals.js"
import { readPdf } from "../../grading/project-report/read-pdf.js"

export default class GradebookReport extends GradebookCommand {
  static override summary = "Look whether a Projektbericht has what every report has to have."
  static override description =
    "Counts its pages, looks for the four required parts as headings (German or English), for the approved proposal's block, a snapshot link and a tag, and keeps what it found beside the student. Depth, understanding and quality of writing are for a person: `course gradebook rubric`. Pages by ECTS: 10 to 12 for 5 to 6, 14 to 16 for 7 to 8, 18 to 20 for 9 to 10. The PDF is read by a process of its own with limits of time and memory. Exit code 1 when something is missing."
  static override examples = [
    "<%= config.bin %> gradebook report s017 s017.pdf --ects 5",
    "<%= config.bin %> gradebook report s017 s017.pdf --ects 5 --excluded-pages 3",
    "<%= config.bin %> gradebook report s017 s017.pdf --pages 8-15",
  ]
  static override args = {
    student: Args.string({ description: "A student of the class.", required: true }),
    file: Args.string({ description: "The report as PDF.", required: true }),
  }
  static override flags = {
    ects: Flags.integer({ description: "The ECTS of the course for this student.", min: 1, max: 60 }),
    pages: Flags.string({ description: "How many pages are asked for, in place of the table.", helpValue: "MIN-MAX" }),
    "excluded-pages": Flags.integer({
      description: "Pages that do not count: cover, lists, appendix.",
      default: 0,
      min: 0,
    }),
    ...whoFlag,
  }

  async run(): Promise<{ student: string; pages: number; complete: boolean; findings: ReportFinding[] }> {
    const { args, flags } = await this.parse(GradebookReport)
    const asked = pagesAsked(flags.pages, flags.ects)
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const { id: student } = await findStudent(database, args.student)
      const proposals = (await listProposals(database)).filter((each) => each.student === student)
      const pdf = await readPdf(args.file, { signal: this.signal })
      const demands = { excludedPages: flags["excluded-pages"], pages: asked, proposal: proposals.at(-1) }
      const findings = checkReport(pdf, demands)
      const deciding = { who: flags.who, at: new Date().toISOString() }
      await keepReport(database, { student, file: args.file, pages: pdf.pages, findings }, deciding)
      this.say(findingLines(findings, { color: colorLevel(process.stdout), unicode: unicodeOf() }).join("\n"))
      const complete = findings.every(({ ok }) => ok)
      if (!complete) process.exitCode = EXIT.checkFailed
      return { student, pages: pdf.pages, complete, findings }
    })
  }
}

function pagesAsked(written: string | undefined, ects: number | undefined): readonly [number, number] {
  if (written !== undefined) {
    const [, least, most] = /^(\d{1,3})-(\d{1,3})$/.exec(written) ?? []
    if (least !== undefined && most !== undefined && Number(least) <= Number(most)) return [Number(least), Number(most)]
    throw new CourseError("COURSE_USAGE", `"${written}" is no range of pages.`, { hint: "Write --pages 10-12." })
  }
  if (ects === undefined)
    throw new CourseError("COURSE_USAGE", "It is not said how long the report has to be.", {
      hint: "Name the ECTS with --ects, or the pages with --pages MIN-MAX.",
    })
  const pages = pagesFor(ects)
  if (pages) return pages
  const known = BANDS.map((band) => band.ects.join(" to ")).join(", ")
  throw new CourseError("COURSE_USAGE", `For ${ects} ECTS no length is known, only for ${known}.`, {
    hint: "Name the pages with --pages MIN-MAX.",
  })
}
