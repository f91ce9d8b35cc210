import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { availableParallelism, tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { loadRoster } from "../inventory/roster/load-roster.js"
import type { RosterStudent } from "../inventory/roster/roster.js"
import { classDown, classUp } from "../lab/class/class.js"
import { onPath } from "../lab/machine.js"
import { installPackages } from "../lab/requirements.js"
import { BLOCKS, passiveFacts, type Fact } from "./fleet/facts.js"
import { measuredRun, type Measured } from "./fleet/measured-run.js"
import { ANSIBLE_SETTINGS, ansibleInventory, playbook } from "./fleet/playbook.js"

const RUN = fileURLToPath(new URL("../../../bin/run.js", import.meta.url))
const CLASS = "bench-fleet"

export interface FleetBench {
  readonly pairs: number
  readonly hosts: number
  /** Facts asked of one pair. */
  readonly facts: number
  readonly bootSeconds: number
  readonly course: Measurement
  readonly ansible: Measurement
  /** Hosts per second of course, as a multiple of Ansible's. All hosts share the cores of this machine, and set the pace. */
  readonly timesAnsible: number
  /** Ansible's own processor time as a multiple of that of course: what hosts with cores of their own would leave. */
  readonly timesAnsibleOwnCpu: number
}

type Measurement = Omit<Measured, "stdout" | "stderr"> & { readonly hostsPerSecond: number }

/**
 * Grades a fleet of real pairs on the passive facts of blocks 1 to 6, and lets Ansible ask the same facts of the same hosts through the same
 * proxy commands, one after the other in one run.
 */
export async function benchFleet(
  say: (line: string) => void,
  { pairs, signal }: { pairs: number; signal?: AbortSignal | undefined },
): Promise<FleetBench> {
  if ((await onPath("ansible-playbook")) === undefined)
    await installPackages(["ansible-core"], "the comparison", say, signal)
  const folder = await mkdtemp(path.join(tmpdir(), "course-bench-fleet-"))
  try {
    await classDown({ name: CLASS, onProgress: say })
    const began = performance.now()
    const { roster } = await classUp({
      ...{ name: CLASS, students: pairs, state: "v0.5", track: "typescript", mix: false, seed: "1" },
      onProgress: say,
      signal,
    })
    const bootSeconds = (performance.now() - began) / 1000
    const { students } = await loadRoster(roster)
    const [first] = students
    if (first === undefined) throw new Error("The class has no student.")
    const facts = await passiveFacts(first)
    say(`Grading ${pairs} pairs with course`)
    const course = await measuredRun({
      command: process.execPath,
      args: [RUN, "grade", roster, ...BLOCKS, "--passive", "--json"],
      ...{ cwd: folder, carrier: "nc", signal },
    })
    // 3: a fact that nobody can tell on a practice host, such as one of the student's own laptop, is none of the comparison.
    if (![0, 3].includes(course.exitCode))
      throw new Error(`course grade ended with ${course.exitCode}:\n${course.stderr}`)
    say(`Asking the same ${facts.length} facts of each pair with Ansible`)
    const ansible = await runAnsible(folder, students, facts, signal)
    const hosts = pairs * 2
    const rated = ({ stdout: _, stderr: __, ...rest }: Measured): Measurement => {
      return { ...rest, hostsPerSecond: hosts / rest.seconds }
    }
    const both = { course: rated(course), ansible: rated(ansible) }
    const timesAnsible = both.course.hostsPerSecond / both.ansible.hostsPerSecond
    const timesAnsibleOwnCpu = ansible.cpuSeconds / course.cpuSeconds
    return { pairs, hosts, facts: facts.length, bootSeconds, ...both, timesAnsible, timesAnsibleOwnCpu }
  } finally {
    await classDown({ name: CLASS, onProgress: say })
    await rm(folder, { recursive: true, force: true })
  }
}

async function runAnsible(
  folder: string,
  students: readonly RosterStudent[],
  facts: readonly Fact[],
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const expected = students.length * facts.length
  const file = (name: string): string => path.join(folder, name)
  await writeFile(file("ansible.cfg"), ANSIBLE_SETTINGS)
  await writeFile(file("hosts.yml"), ansibleInventory(students), { mode: 0o600 })
  await writeFile(file("facts.yml"), playbook(facts))
  const result = await measuredRun({
    command: "ansible-playbook",
    args: ["--inventory", file("hosts.yml"), file("facts.yml")],
    // Its sockets and temporary files go with the folder.
    env: { ANSIBLE_CONFIG: file("ansible.cfg"), ANSIBLE_HOME: file("ansible"), HOME: folder },
    ...{ cwd: folder, carrier: "nc", signal },
  })
  // Each answer begins with the host's name: all have to be there, or the times could not be compared.
  const answers = result.stdout.match(/^s\d+-(dev|prod) \| /gm)?.length ?? 0
  if (result.exitCode !== 0 || answers < expected) {
    const tail = `${result.stderr}\n${result.stdout.slice(-4000)}`
    throw new Error(`ansible-playbook ended with ${result.exitCode} and ${answers} of ${expected} answers:\n${tail}`)
  }
  return result
}

export function fleetTable(bench: FleetBench): string {
  const { pairs, hosts, facts, bootSeconds, course, ansible, timesAnsible, timesAnsibleOwnCpu } = bench
  const line = (name: string, ran: Measurement) =>
    [
      `  ${name.padEnd(10)}`,
      `${ran.hostsPerSecond.toFixed(2)} hosts/s`.padStart(14),
      `${ran.seconds.toFixed(1)} s`.padStart(10),
      `${ran.peakMiB.toFixed(0)} MiB`.padStart(10),
      `${ran.cpuSeconds.toFixed(1)} s CPU`.padStart(13),
      `${ran.elsewhereCpuSeconds.toFixed(1)} s CPU on hosts`.padStart(22),
      `${ran.connections.most}/${ran.connections.all} connections`.padStart(21),
      `${ran.processes.most}/${ran.processes.all} processes`.padStart(20),
    ].join("")
  return `
${pairs} real pairs, ${hosts} hosts, ${facts} facts of blocks 1 to 6 per pair (booted in ${bootSeconds.toFixed(0)} s); at once/in all

${line("course", course)}
${line("Ansible", ansible)}

  course is ${timesAnsible.toFixed(1)} times as fast as Ansible (forks 20, pipelining), with all hosts on the ${availableParallelism()} cores of this machine
  Ansible itself takes ${timesAnsibleOwnCpu.toFixed(1)} times the processor time of course
`
}
