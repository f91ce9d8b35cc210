import { CourseCommand } from "../../cli/base-command.js"
import { labStatus, type LabStatus } from "../../lab/lab.js"

export default class LabStatusCommand extends CourseCommand {
  static override summary = "List the labs of this machine."
  static override examples = ["<%= config.bin %> lab status", "<%= config.bin %> lab status --json"]

  async run(): Promise<{ labs: LabStatus[] }> {
    await this.parse(LabStatusCommand)
    const labs = await labStatus()
    if (labs.length === 0) this.log(`No lab is up. Boot one: ${this.config.bin} lab up`)
    for (const lab of labs) for (const line of describe(lab)) this.log(line)
    return { labs }
  }
}

function describe({ name, phase, state, track, hosts, snapshots, inventory }: LabStatus): string[] {
  if (phase === "remains")
    return [`${name}  remains of an interrupted command; remove them: course lab down --name ${name}`]
  const details = phase === "creating" ? "being made, or interrupted" : `state ${state ?? ""}, ${track ?? ""} track`
  const rows = hosts.map(
    (host) => `  ${host.name.padEnd(5)} ${host.address.padEnd(14)} ${host.running ? "running" : "off"}`,
  )
  const kept = snapshots.length === 0 ? [] : [`  snapshots: ${snapshots.join(", ")}`]
  return [`${name}  ${details}`, ...rows, ...kept, ...(inventory === undefined ? [] : [`  inventory: ${inventory}`])]
}
