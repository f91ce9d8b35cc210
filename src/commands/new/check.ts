import path from "node:path"
import { Args, Flags } from "@oclif/core"
import { newCheck, type Scaffolded } from "../../authoring/new-check.js"
import { loadCatalog } from "../../catalog/load-catalog.js"
import { CourseCommand } from "../../cli/base-command.js"
import { projectFolder } from "../../reference/project-folder.js"

export default class NewCheck extends CourseCommand {
  static override summary = "Start a new check: its file, observations, mutant and test."
  static override description =
    "For authors, in a clone of the project. What has to be thought of is marked SCAFFOLD in the new files; `course lint` complains until no mark is left and the observations come from a real host."
  static override examples = [
    '<%= config.bin %> new check b5.key-length --step 5.3.1 --title "The key has at least 32 characters"',
    '<%= config.bin %> new check b6.vacuum --step 6.4.4 --host prod --kind optional --title "Old rows are vacuumed"',
  ]
  static override args = {
    id: Args.string({ description: "The id, such as b5.key-length; it never changes again.", required: true }),
  }
  static override flags = {
    step: Flags.string({ description: "The step it proves, such as 5.3.1.", required: true }),
    title: Flags.string({ description: "What holds when it passes, without a full stop.", required: true }),
    host: Flags.option({ options: ["dev", "prod", "laptop"] as const })({
      description: "Where the outcome lives.",
      default: "dev",
    }),
    kind: Flags.option({ options: ["mandatory", "optional", "informational"] as const })({
      description: "A bonus is optional; what is informational is never scored.",
      default: "mandatory",
    }),
  }

  async run(): Promise<Scaffolded> {
    const { args, flags } = await this.parse(NewCheck)
    const root = path.dirname(projectFolder("blocks"))
    const done = await newCheck({ id: args.id, ...flags }, { root, catalog: await loadCatalog() })
    for (const file of done.created) this.log(`new      ${file}`)
    for (const file of done.changed) this.log(`changed  ${file}`)
    for (const line of done.todo) this.log(`to do    ${line}`)
    this.note(
      `Next: fill in what is marked SCAFFOLD, then prove it: COURSE_RECORD_FIXTURES=1 npm run mutants -- ${args.id}`,
    )
    return done
  }
}
