import path from "node:path"
import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../../cli/base-command.js"
import { countLine } from "../../cli/roster/count-line.js"
import { lookAtClass } from "../../cli/roster/look-at-class.js"
import { isReady, renderClass } from "../../cli/roster/render.js"
import { chooseStudents } from "../../cli/roster/choose-students.js"
import { troublesOf, type Trouble } from "../../cli/roster/trouble.js"
import { writeMessages } from "../../cli/roster/write-messages.js"
import { colorLevel, unicodeOf } from "../../cli/streams.js"
import type { Diagnosis } from "../../cli/diagnose.js"
import { EXIT } from "../../errors/codes.js"
import { loadRoster } from "../../inventory/roster/load-roster.js"
import { escapeTerminal } from "../../reporters/escape.js"
import { Transports } from "../../transport/transports.js"
import { openWorkspace } from "../../workspace/workspace.js"

interface StudentResult {
  id: string
  name: string
  ready: boolean
  hosts: (Diagnosis & { troubles: Trouble[] })[]
}

export default class RosterDoctor extends CourseCommand {
  static override summary = "Look at every machine of a class before it is graded."
  static override description =
    "Connects to the machines of a roster and says of each whether it can be graded, or what is in the way: name, port, timeout, a changed host key, a refused login, the login shell, a full disk, a wrong clock, another system, sudo, a machine that is a copy of another student's. With --messages it writes a text for each student that says what they need to do. Changes nothing on the machines. Exit code 3 when somebody is not ready."
  static override examples = [
    "<%= config.bin %> roster doctor class.csv",
    "<%= config.bin %> roster doctor class.csv --messages to-send",
    "<%= config.bin %> roster doctor class.yaml --only s001 --only s002",
  ]
  static override args = {
    roster: Args.string({ description: "The class as CSV or YAML.", required: true }),
  }
  static override flags = {
    only: Flags.string({
      description: "Only this student; may be given several times.",
      helpValue: "ID",
      multiple: true,
    }),
    concurrency: Flags.integer({
      description: "How many students to look at at the same time.",
      default: 16,
      min: 1,
      max: 256,
    }),
    messages: Flags.string({ description: "Write a message per student into this folder.", helpValue: "DIR" }),
  }

  async run(): Promise<{ students: StudentResult[]; warnings: readonly string[]; messages: number }> {
    const { args, flags } = await this.parse(RosterDoctor)
    const roster = await loadRoster(args.roster)
    for (const warning of roster.warnings) this.note(escapeTerminal(warning))
    const students = chooseStudents(roster, flags.only ?? [])
    const workspace = await openWorkspace(path.dirname(roster.path), { warn: (message) => this.note(message) })
    const transport = new Transports({ knownHostsFile: workspace.knownHostsFile, askPassword: false })
    const counted = countLine(process.stderr)
    const looks = await lookAtClass(students, transport, {
      signal: this.signal,
      concurrency: flags.concurrency,
      onLooked: (done, of) => counted.show(`${done} of ${of} looked at`),
    }).finally(() => counted.clear())
    this.log(renderClass(looks, { color: colorLevel(process.stdout), unicode: unicodeOf() }).trimEnd())
    const messages = flags.messages === undefined ? 0 : await writeMessages(flags.messages, students, looks)
    if (flags.messages !== undefined)
      this.log(`Messages: ${messages} in ${flags.messages}, to be read before they are sent.`)
    if (!looks.every(isReady)) process.exitCode = EXIT.unobserved
    return {
      students: looks.map((look) => ({
        id: look.student.id,
        name: look.student.name,
        ready: isReady(look),
        hosts: look.hosts.map(({ role, address, findings }) => ({
          role,
          address,
          findings,
          troubles: troublesOf(findings),
        })),
      })),
      warnings: roster.warnings,
      messages,
    }
  }
}
