import { CourseError } from "../../errors/course-error.js"
import { labHalt, labRun, labUp } from "../lab.js"
import type { HostName } from "../spec.js"
import { FAULTS } from "./faults.js"
import { HOSTILE } from "./hostile/index.js"
import type { HostileKind } from "./hostile/kinds.js"
import type { ClassStudent } from "./record.js"

export interface MakeStudentOptions {
  onProgress: (line: string) => void
  signal?: AbortSignal | undefined
  /** Called while the hosts are still sound: the place for what the student would have answered. */
  onSound?: ((student: ClassStudent) => Promise<void>) | undefined
}

/** Boots a student's hosts and makes them what the student is. */
export async function bootStudent(student: ClassStudent, options: MakeStudentOptions): Promise<void> {
  const { lab, state, track } = student
  const signal = options.signal && { signal: options.signal }
  await labUp({ name: lab, state, track, ownIdentity: true, onProgress: quiet(options.onProgress), ...signal })
  await options.onSound?.(student)
}

/** Does to a student's sound hosts what the class has them for: faults, another host key, hostility, silence. */
export async function spoilStudent(student: ClassStudent, { signal }: MakeStudentOptions): Promise<void> {
  const { lab, kind, faults, hostile, off } = student
  for (const name of faults) {
    const fault = FAULTS.find((each) => each.name === name)
    if (fault === undefined) throw new CourseError("COURSE_BUG", `No fault of a practice class is called "${name}".`)
    await run(lab, fault.host, fault.script, `the fault ${name}`, signal)
  }
  if (kind === "rebuilt") await run(lab, "prod", REBUILT, "new host keys", signal)
  if (hostile !== undefined) await makeHostile(lab, hostile, signal)
  for (const host of off) await labHalt({ name: lab, host })
}

/** Makes a running host of a lab hostile in one way. */
export async function makeHostile(lab: string, kind: HostileKind, signal?: AbortSignal): Promise<void> {
  const { host, script } = HOSTILE[kind]
  await run(lab, host, script, kind, signal)
}

/** What a machine that was set up anew shows first: other host keys under the old address. */
const REBUILT = `
set -eu
rm -f /etc/ssh/ssh_host_*
ssh-keygen -q -A
systemctl restart ssh
`

async function run(name: string, host: HostName, script: string, what: string, signal?: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await labRun({ name, host, script, timeoutMs: 120_000, ...(signal && { signal }) })
  if (exitCode === 0) return
  throw new CourseError(
    "COURSE_LAB_FAILED",
    `${what} could not be done to ${host} of lab ${name} (${exitCode}).\n${stderr}`,
    {
      hint: `Look inside: course lab shell ${host} --name ${name} --user root`,
    },
  )
}

/** Layers that are built for all are worth a line; the steps of each single lab are not. */
function quiet(onProgress: (line: string) => void): (line: string) => void {
  return (line) => {
    if (/\bonce\b|Removing|Installing|Waiting/.test(line)) onProgress(line)
  }
}
