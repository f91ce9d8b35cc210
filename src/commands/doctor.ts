import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { diagnoseHost, type Diagnosis } from "../cli/diagnose.js"
import { diagnoseLab } from "../cli/diagnose-lab.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { transportsOf } from "../cli/observer.js"
import { printDiagnosis } from "../cli/print-diagnosis.js"
import { openSession } from "../cli/session.js"
import { colorLevel, unicodeOf } from "../cli/streams.js"
import { hostRole, type HostRole } from "../engine/observation.js"
import { EXIT } from "../errors/codes.js"
import { CourseError } from "../errors/course-error.js"

export default class Doctor extends CourseCommand {
  static override summary = "Find out what is wrong with a host."
  static override description =
    "Connects to the hosts of course.yaml, or to those named, and looks for what commonly is in the way: a wrong name or port, a firewall, a changed host key, a refused login, a login shell that prints, sudo, a full disk, a wrong clock, an unsupported system. Says what to do about each. For the laptop it also says whether a lab can run there."
  static override examples = [
    "<%= config.bin %> doctor",
    "<%= config.bin %> doctor prod",
    "<%= config.bin %> doctor --lab",
  ]
  static override strict = false
  static override args = {
    host: Args.string({ description: "dev, prod or laptop; all of them unless told.", required: false }),
  }
  static override flags = {
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    ...inventoryFlags,
  }

  async run(): Promise<{ hosts: Diagnosis[] }> {
    const { flags, argv } = await this.parse(Doctor)
    const named = argv.map((word) => readRole(String(word)))
    const session = await openSession(flags, (message) => this.note(message))
    const transport = transportsOf(session, { askSudo: flags["ask-sudo"] })
    const { hosts } = session.inventory
    const roles = named.length > 0 ? named : hostRole.options.filter((role) => hosts[role] !== undefined)
    const diagnoses = await Promise.all(
      roles.map(async (role): Promise<Diagnosis> => {
        const host = hosts[role]
        if (!host)
          throw new CourseError("COURSE_CONFIG_INVALID", `${session.inventory.path} does not say where ${role} is.`, {
            hint: `Add hosts.${role} with its address, or run \`course init\`.`,
          })
        const diagnosis = await diagnoseHost(host, transport, { signal: this.signal })
        if (host.transport === "local") diagnosis.findings.push(await diagnoseLab())
        return diagnosis
      }),
    )
    const style = { color: colorLevel(process.stdout), unicode: unicodeOf() }
    for (const diagnosis of diagnoses) this.log(printDiagnosis(diagnosis, style))
    if (diagnoses.some(({ findings }) => findings.some(({ level }) => level === "problem")))
      process.exitCode = EXIT.unobserved
    return { hosts: diagnoses }
  }
}

function readRole(word: string): HostRole {
  const role = hostRole.safeParse(word)
  if (role.success) return role.data
  throw new CourseError("COURSE_USAGE", `"${word}" is no host.`, { hint: `Hosts are ${hostRole.options.join(", ")}.` })
}
