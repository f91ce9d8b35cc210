import { readFile, stat } from "node:fs/promises"
import { Args, Flags } from "@oclif/core"
import { renderComparison } from "../../cli/export/render-comparison.js"
import { takeOverrides } from "../../cli/export/take-overrides.js"
import { GradebookCommand } from "../../cli/gradebook/gradebook-command.js"
import { loadOutline } from "../../cli/gradebook/lookup.js"
import { auditLine } from "../../cli/gradebook/render-history.js"
import { accountAndMachine } from "../../cli/gradebook/who.js"
import { EXIT } from "../../errors/codes.js"
import { CourseError } from "../../errors/course-error.js"
import type { Difference } from "../../grading/export/compare-tables.js"
import { compareGradebook, importedBlocks } from "../../grading/export/compare.js"
import { guessFormat, IMPORT_FORMATS, importGradebook, type Imported } from "../../grading/export/import-gradebook.js"
import { capBytes } from "../../grading/export/limits.js"
import type { AuditEntry } from "../../grading/gradebook/changes/audit.js"
import { readView } from "../../grading/gradebook/view.js"

interface Compared {
  readonly format: string
  readonly equal: boolean
  readonly differences: readonly Difference[]
  /** Overrides that were made of them. */
  readonly taken: readonly AuditEntry[]
}

export default class GradebookImport extends GradebookCommand {
  static override summary = "Read an export back: compare it with the gradebook, or take changed points as overrides."
  static override description = `Reads what \`course gradebook export\` wrote as csv, xlsx, moodle, canvas or json, perhaps changed by hand since, and lists every difference with its row and column. The gradebook stays as it is unless --as-overrides is given: then each changed number of points becomes an override with your reason, which every regrade keeps and \`course gradebook undo\` takes back. Other differences are listed and never taken.`
  static override args = {
    file: Args.string({ description: "The file.", required: true }),
  }
  static override flags = {
    format: Flags.option({ options: IMPORT_FORMATS })({ description: "What the file is; else told by its content." }),
    check: Flags.boolean({ description: "Exit with 1 when anything differs.", exclusive: ["as-overrides"] }),
    "as-overrides": Flags.boolean({ description: "Take changed points as overrides.", dependsOn: ["why"] }),
    why: Flags.string({
      description: "The reason of the overrides, as the student may read it.",
      helpValue: "TEXT",
      dependsOn: ["as-overrides"],
    }),
    who: Flags.string({
      description: "Who decides this; else your account and machine.",
      helpValue: "NAME",
      dependsOn: ["as-overrides"],
    }),
  }
  static override examples = [
    "<%= config.bin %> gradebook import grades.csv --check",
    '<%= config.bin %> gradebook import grades.xlsx --as-overrides --why "corrected after the review on 3 July"',
  ]

  async run(): Promise<Compared> {
    const { args, flags } = await this.parse(GradebookImport)
    const bytes = await bytesOf(args.file)
    const imported = await withFile(args.file, async () =>
      importGradebook(flags.format ?? (await guessFormat(bytes)), bytes),
    )
    const { outline } = await loadOutline()
    return await this.withGradebook(flags.gradebook, async ({ database }) => {
      const view = await readView(database, outline, {
        ...blocksIn(imported, outline.blocks),
        takenAt: new Date().toISOString(),
      })
      const differences = compareGradebook(imported, view)
      this.log(renderComparison(args.file, differences))
      const { why = "", who = accountAndMachine() } = flags
      const taken = flags["as-overrides"]
        ? await takeOverrides(database, differences, { why, who, at: new Date().toISOString() })
        : []
      for (const entry of taken) this.log(auditLine(entry))
      if (flags["as-overrides"])
        this.log(`${taken.length} of them ${taken.length === 1 ? "is an override" : "are overrides"} now.`)
      if (flags.check && differences.length > 0) process.exitCode = EXIT.checkFailed
      return { format: imported.format, equal: differences.length === 0, differences, taken }
    })
  }
}

/** Only the blocks that the file has, in the totals as well. */
function blocksIn(imported: Imported, known: readonly { readonly id: string }[]): { blocks?: string[] } {
  const blocks = importedBlocks(imported).filter((id) => known.some((block) => block.id === id))
  return blocks.length === 0 ? {} : { blocks }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return withFile(file, async () => {
    capBytes((await stat(file)).size)
    return readFile(file)
  })
}

/** Errors of reading name the file. */
async function withFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof CourseError)
      throw new CourseError(cause.code, `${file}: ${cause.message}`, {
        ...(cause.hint === undefined ? {} : { hint: cause.hint }),
        cause,
      })
    if (cause instanceof Error && "code" in cause)
      throw new CourseError("COURSE_FILE_UNREADABLE", `${file} cannot be read: ${cause.message}`, {
        hint: "Name a file that `course gradebook export` wrote.",
        cause,
      })
    throw cause
  }
}
