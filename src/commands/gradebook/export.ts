import path from "node:path"
import { Args, Flags } from "@oclif/core"
import { printExport, writeExportFile } from "../../cli/export/write-export.js"
import { readWorksheet, worksheetFile, worksheetLines } from "../../cli/export/worksheet.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { findBlock, loadOutline } from "../../cli/gradebook/lookup.js"
import { CourseError } from "../../errors/course-error.js"
import { EXPORT_FORMATS, exportGradebook, FOLDER_FORMATS } from "../../grading/export/export-gradebook.js"
import { fillWorksheet, type FilledWorksheet } from "../../grading/export/worksheet/fill.js"
import { readView } from "../../grading/gradebook/view.js"

interface Exported {
  readonly format: string
  readonly students: number
  /** What was written; none when it went to standard output. */
  readonly files: readonly string[]
  readonly bytes: number
  /** What became of a grading worksheet's rows. */
  readonly worksheet?: Omit<FilledWorksheet, "text">
}

export default class GradebookExport extends GradebookCommand {
  static override summary = "Write the gradebook as a sheet, for Moodle or Canvas, as JSON, JUnit or pages."
  static override description = `csv, xlsx: one row per student, the reason beside the points. moodle: for Grades > Import > CSV file, found by ID number or e-mail address. canvas: for the import of Canvas's gradebook. json: all of it, schema course.gradebook/1. junit: a folder with a file per student. html: a folder with index.html for you and a report per student to hand out, which load nothing.

With --worksheet FILE, moodle fills in the grading worksheet that Moodle gave for one assignment: the columns Grade and Feedback comments, everything else byte for byte. Students are found by e-mail address, then ID number, then full name; rows without a student, and students without a row, are named. Points of another maximum become the same part of the assignment's. Upload it in Moodle under Upload grading worksheet.

Texts that a spreadsheet would calculate get an apostrophe in front, and \`course gradebook import\` takes it away again. A student who was never observed has no points there, and no zero.`
  static override args = {
    format: Args.string({ description: "The format.", required: true, options: [...EXPORT_FORMATS] }),
  }
  static override flags = {
    output: Flags.string({
      char: "o",
      description: "The file to write, or the folder for junit and html. Text goes to standard output without.",
      helpValue: "FILE|DIR",
    }),
    worksheet: Flags.string({
      description: "With moodle: fill in this grading worksheet of an assignment.",
      helpValue: "FILE",
    }),
    block: Flags.string({ description: "Only this block, in the total as well.", helpValue: "BLOCK", multiple: true }),
  }
  static override examples = [
    "<%= config.bin %> gradebook export csv --output grades.csv",
    "<%= config.bin %> gradebook export html --output report/",
    "<%= config.bin %> gradebook export moodle --block block5 --output moodle.csv",
    "<%= config.bin %> gradebook export moodle --worksheet Grades-PixelWise.csv --output filled.csv",
  ]

  async run(): Promise<Exported> {
    const { args, flags } = await this.parse(GradebookExport)
    const { output } = flags
    const format = EXPORT_FORMATS.find((each) => each === args.format) ?? "csv"
    const inFolder = FOLDER_FORMATS.includes(format)
    if (output === undefined && (inFolder || format === "xlsx" || this.jsonEnabled()))
      throw new CourseError("COURSE_USAGE", `Where to write ${format} is not said.`, {
        hint: `Add --output ${inFolder ? `${format}-report/` : `gradebook.${format === "xlsx" || format === "json" ? format : "csv"}`}.`,
      })
    if (flags.worksheet !== undefined && format !== "moodle")
      throw new CourseError("COURSE_USAGE", "--worksheet is a file of Moodle's.", {
        hint: "Run: course gradebook export moodle --worksheet FILE --output FILLED",
      })
    // Before the gradebook is opened: a file that is not there is told at once.
    const given = flags.worksheet === undefined ? undefined : await readWorksheet(flags.worksheet)
    const { outline } = await loadOutline()
    const blocks = flags.block?.map((word) => findBlock(outline, word))
    const view = await this.withGradebook(flags.gradebook, async ({ database }) =>
      readView(database, outline, { ...(blocks ? { blocks } : {}), takenAt: new Date().toISOString() }),
    )
    const worksheet = given === undefined ? undefined : fillWorksheet(given, view)
    const files: string[] = []
    let bytes = 0
    for await (const file of worksheet ? [worksheetFile(worksheet)] : exportGradebook(view, format)) {
      this.signal.throwIfAborted()
      if (output === undefined) await printExport(file)
      else {
        const place = inFolder ? path.join(output, file.path) : output
        bytes += await writeExportFile(place, file)
        files.push(place)
      }
    }
    const students = view.students.length
    if (output !== undefined)
      this.log(
        `Wrote ${students} ${students === 1 ? "student" : "students"} to ${files[0] ?? output}${files.length > 1 ? ` and ${files.length - 1} more files` : ""}.`,
      )
    if (worksheet === undefined) return { format, students, files, bytes }
    for (const line of worksheetLines(worksheet)) this.note(line)
    const { filled, left, missing, scaled, feedback } = worksheet
    return { format, students, files, bytes, worksheet: { filled, left, missing, scaled, feedback } }
  }
}
