import path from "node:path"
import { Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import type { Diagnosis } from "../cli/diagnose.js"
import { confirmWriting } from "../cli/init/ask-setup.js"
import { inventoryText, refuseToReplace, writeInventory } from "../cli/init/draft-inventory.js"
import { SetUp, type SetUpFlags } from "../cli/init/set-up.js"
import { printDiagnosis } from "../cli/print-diagnosis.js"
import { colorLevel, unicodeOf } from "../cli/streams.js"
import { track } from "../engine/context.js"
import { EXIT } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"
import { INVENTORY_NAME } from "../inventory/find-inventory.js"
import type { Seen } from "../setup/candidate.js"

export default class Init extends CourseCommand {
  static override summary = "Find dev and prod, let your key in, and write course.yaml."
  static override description = `Looks for the two machines: at the addresses of the lecture, among the machines of VirtualBox, in ~/.ssh/config, and whether this is dev itself. Then it asks which they are, makes a key where there is none, puts it on both (the account's password is asked once for each), writes course.yaml into this folder and says what is still in the way.

With --yes it asks nothing: it takes the flags, then what was found, then the addresses of the lecture. Passwords are read from the variables that --dev-password-env and --prod-password-env name, and are written nowhere.`
  static override examples = [
    "<%= config.bin %> init",
    "<%= config.bin %> init --yes --dev 192.168.56.10 --prod 192.168.56.11 --identity ~/.ssh/id_ed25519",
    "<%= config.bin %> init --yes --make-key --install-key --dev-password-env DEV_PW --prod-password-env PROD_PW",
    "<%= config.bin %> init --yes --dev local --prod 127.0.0.1:2223",
  ]
  static override flags = {
    yes: Flags.boolean({ char: "y", description: "Ask nothing." }),
    force: Flags.boolean({ description: "Replace a course.yaml that is there." }),
    search: Flags.boolean({ description: "Look for the machines.", default: true, allowNo: true }),
    connect: Flags.boolean({ description: "Try the connections.", default: true, allowNo: true }),
    track: Flags.option({ options: track.options })({
      description: "In which language the service is written.",
      default: "typescript",
    }),
    dev: Flags.string({
      description: "Address of dev, or its alias in ~/.ssh/config.",
      helpValue: "ADDRESS[:PORT]|local",
    }),
    "dev-user": Flags.string({ description: "Account on dev, `user` in the lecture." }),
    "dev-password-env": Flags.string({
      description: "The variable with its password, to put the key there.",
      helpValue: "NAME",
    }),
    prod: Flags.string({ description: "Address of prod, or its alias in ~/.ssh/config.", helpValue: "ADDRESS[:PORT]" }),
    "prod-user": Flags.string({ description: "Account on prod, `produser` in the lecture." }),
    "prod-password-env": Flags.string({
      description: "The variable with its password, to put the key there.",
      helpValue: "NAME",
    }),
    identity: Flags.string({ description: "Private key to log in with; else the usual ones.", helpValue: "FILE" }),
    "make-key": Flags.boolean({ description: "Make that key where it is missing; with --yes without a passphrase." }),
    "install-key": Flags.boolean({ description: "Put its public part on both machines without asking whether to." }),
  }

  async run(): Promise<{ file: string; found: Seen[]; hosts: Diagnosis[] }> {
    const { flags } = await this.parse(Init)
    const file = path.resolve(INVENTORY_NAME)
    if (!flags.yes && (!process.stdin.isTTY || !process.stderr.isTTY))
      throw new CourseError("COURSE_USAGE", "There is no terminal to ask at.", {
        hint: "Add --yes, and flags for what differs.",
      })
    refuseToReplace(file, { replace: flags.force })
    const setUp = new SetUp(file, flags satisfies SetUpFlags, { note: (line) => this.note(line), signal: this.signal })
    const found = await setUp.search()
    const draft = await setUp.withKey(await setUp.machines(found))
    const hosts = flags.connect ? await setUp.diagnose(draft, await setUp.installKey(draft)) : []
    const style = { color: colorLevel(process.stdout), unicode: unicodeOf() }
    for (const diagnosis of hosts) this.log(printDiagnosis(diagnosis, style))
    const reached = hosts.every(({ findings }) => findings.every(({ level }) => level !== "problem"))
    if (!reached && !flags.yes && !(await confirmWriting(file)))
      throw new CourseError("COURSE_INTERRUPTED", `${file} was not written.`)
    await writeInventory(file, inventoryText(draft), { replace: flags.force })
    this.log(`Wrote ${file}.`)
    this.log(
      reached
        ? "Next: course run block1. Later, course alone says where you are."
        : "Next: repair what is named above, then run course doctor",
    )
    if (!reached) process.exitCode = EXIT.unobserved
    return { file, found, hosts }
  }
}
