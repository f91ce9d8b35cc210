import { Flags } from "@oclif/core"
import type { Gradebook } from "../../grading/gradebook/open.js"
import { CourseCommand } from "../base-command.js"

/** What all commands about a gradebook share: finding it, opening it, and closing it whatever happens. */
export abstract class GradebookCommand extends CourseCommand {
  static override baseFlags = {
    ...CourseCommand.baseFlags,
    gradebook: Flags.string({
      description: "The folder of the class, or the roster in it. Without it, the nearest upwards.",
      helpValue: "DIR",
    }),
  }

  protected async withGradebook<Result>(
    folder: string | undefined,
    work: (gradebook: Gradebook) => Promise<Result>,
  ): Promise<Result> {
    const databaseUrl = process.env["DATABASE_URL"]
    const { findClassFolder } = await import("../../grading/gradebook/find-folder.js")
    const { openGradebook } = await import("../../grading/gradebook/open.js")
    const found = databaseUrl ? process.cwd() : await findClassFolder(folder, process.cwd())
    const gradebook = await openGradebook({ folder: found, databaseUrl, warn: (message) => this.note(message) })
    try {
      return await work(gradebook)
    } finally {
      await gradebook.close()
    }
  }

  /** Text for a person; nothing beside `--json`. */
  protected say(text: string): void {
    if (!this.jsonEnabled()) process.stdout.write(text.endsWith("\n") ? text : `${text}\n`)
  }
}
