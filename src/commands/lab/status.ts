import { CourseCommand } from "../../cli/base-command.js"
import { classStatus, type ClassStatus } from "../../lab/class/class.js"
import type { LabStatus } from "../../lab/lab.js"

export default class LabStatusCommand extends CourseCommand {
  static override summary = "List the labs and classes of this machine."
  static override examples = ["<%= config.bin %> lab status", "<%= config.bin %> lab status --json"]

  async run(): Promise<{ labs: LabStatus[]; classes: ClassStatus[] }> {
    await this.parse(LabStatusCommand)
    const { labs, classes } = await classStatus()
    if (labs.length + classes.length === 0) this.log(`No lab is up. Boot one: ${this.config.bin} lab up`)
    for (const lab of labs) for (const line of describe(lab)) this.log(line)
    for (const each of classes) for (const line of describeClass(each)) this.log(line)
    return { labs, classes }
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

function describeClass({ name, phase, students, roster }: ClassStatus): string[] {
  if (phase === "remains")
    return [`${name}  remains of an interrupted class; remove them: course lab down --name ${name}`]
  const details = phase === "creating" ? "being made, or interrupted" : `class of ${students.length}`
  const rows = students.map(({ id, lab, kind, state, faults, hostile, hosts }) => {
    const off = hosts.filter(({ running }) => !running).map((host) => host.name)
    const running = hosts.length === 0 ? "not there" : off.length === 0 ? "running" : `off: ${off.join(", ")}`
    const more = [...faults, ...(hostile === undefined ? [] : [hostile])].join(", ")
    return `  ${id}  ${lab}  ${state.padEnd(11)} ${kind.padEnd(8)} ${running}${more === "" ? "" : `  (${more})`}`
  })
  return [`${name}  ${details}`, ...rows, ...(roster === undefined ? [] : [`  roster: ${roster}`])]
}
