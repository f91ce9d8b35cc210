import { resolve } from "node:path"
import { Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { buildReference, type ReferenceRepositories } from "../../reference/build.js"
import { TRACKS } from "../../reference/trees.js"

export default class ReferenceBuild extends CourseCommand {
  static override summary = "Write the reference repositories of service and model."
  static override description =
    "Lays out `pixelwise` with the tags v0.3, v0.4 and v0.5, and `pixelwise-model` with the tag v1.0, as Git repositories. The same sources give the same commit ids every time."
  static override examples = [
    "<%= config.bin %> reference build --out references",
    "<%= config.bin %> reference build --out references --track python",
  ]
  static override flags = {
    out: Flags.directory({ description: "Folder that receives the two repositories.", required: true }),
    track: Flags.option({ options: TRACKS })({ description: "Language of the service.", default: "typescript" }),
  }

  async run(): Promise<ReferenceRepositories> {
    const { flags } = await this.parse(ReferenceBuild)
    const result = await buildReference({ out: resolve(flags.out), track: flags.track, signal: this.signal })
    this.log(result.pixelwise)
    this.log(result.model)
    return result
  }
}
