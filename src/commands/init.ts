import path from "node:path"
import { Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { diagnoseHost, type Diagnosis } from "../cli/diagnose.js"
import { askInventory, confirmWriting } from "../cli/ask-inventory.js"
import { inventoryText, refuseToReplace, writeInventory, type InventoryDraft } from "../cli/draft-inventory.js"
import { transportsOf } from "../cli/observer.js"
import { printDiagnosis } from "../cli/print-diagnosis.js"
import { colorLevel, unicodeOf } from "../cli/streams.js"
import { track } from "../engine/context.js"
import { EXIT } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"
import { INVENTORY_NAME } from "../inventory/find-inventory.js"
import { parseInventory, resolveInventory } from "../inventory/load-inventory.js"
import { openWorkspace } from "../workspace/workspace.js"

export default class Init extends CourseCommand {
  static override summary = "Write course.yaml: say where dev and prod are."
  static override description =
    "Asks how the two machines are reached, tries it, and writes course.yaml into this folder. With --yes it asks nothing and takes the flags, and the addresses of the lecture where a flag is missing."
  static override examples = [
    "<%= config.bin %> init",
    "<%= config.bin %> init --yes --dev 192.168.56.10 --prod 192.168.56.11 --identity ~/.ssh/id_ed25519",
  ]
  static override flags = {
    yes: Flags.boolean({ char: "y", description: "Ask nothing." }),
    force: Flags.boolean({ description: "Replace a course.yaml that is there." }),
    connect: Flags.boolean({ description: "Try the connections.", default: true, allowNo: true }),
    track: Flags.option({ options: track.options })({
      description: "In which language the service is written.",
      default: "typescript",
    }),
    dev: Flags.string({ description: "Address of dev, or its alias in ~/.ssh/config.", default: "192.168.56.10" }),
    "dev-user": Flags.string({ description: "Account on dev.", default: "user" }),
    prod: Flags.string({ description: "Address of prod, or its alias in ~/.ssh/config.", default: "192.168.56.11" }),
    "prod-user": Flags.string({ description: "Account on prod.", default: "produser" }),
    identity: Flags.string({ description: "Private key to log in with; else the usual ones.", helpValue: "FILE" }),
  }

  async run(): Promise<{ file: string; hosts: Diagnosis[] }> {
    const { flags } = await this.parse(Init)
    const file = path.resolve(INVENTORY_NAME)
    const given: InventoryDraft = {
      track: flags.track,
      dev: { address: flags.dev, user: flags["dev-user"] },
      prod: { address: flags.prod, user: flags["prod-user"] },
      identity: flags.identity,
    }
    if (!flags.yes && !process.stdin.isTTY)
      throw new CourseError("COURSE_USAGE", "There is no terminal to ask at.", {
        hint: "Add --yes, and flags for what differs.",
      })
    refuseToReplace(file, { replace: flags.force })
    const draft = flags.yes ? given : await askInventory(given)
    const text = inventoryText(draft)
    const hosts = flags.connect ? await this.#try(text, file) : []
    const reached = hosts.every(({ findings }) => findings.every(({ level }) => level !== "problem"))
    if (!reached && !flags.yes && !(await confirmWriting(file)))
      throw new CourseError("COURSE_INTERRUPTED", `${file} was not written.`)
    await writeInventory(file, text, { replace: flags.force })
    this.log(`Wrote ${file}.`)
    this.log(reached ? "Next: course check block5" : "Next: repair what is named above, then run course doctor")
    if (!reached) process.exitCode = EXIT.unobserved
    return { file, hosts }
  }

  async #try(text: string, file: string): Promise<Diagnosis[]> {
    const { hosts } = resolveInventory(parseInventory(text, file), file)
    const workspace = await openWorkspace(path.dirname(file), { warn: (message) => this.note(message) })
    const transport = transportsOf({ workspace })
    const style = { color: colorLevel(process.stdout), unicode: unicodeOf() }
    const diagnoses: Diagnosis[] = []
    // One after the other, because each may ask for a password.
    for (const host of [hosts.dev, hosts.prod]) {
      if (!host) continue
      const diagnosis = await diagnoseHost(host, transport, { signal: this.signal })
      this.log(printDiagnosis(diagnosis, style))
      diagnoses.push(diagnosis)
    }
    return diagnoses
  }
}
