import { setMaxListeners } from "node:events"
import type { RosterStudent } from "../../inventory/roster/roster.js"
import type { Transport } from "../../transport/ports.js"
import { markCopies } from "./copies.js"
import { lookAtStudent, type LookOptions, type StudentLook } from "./look-at-student.js"

export interface ClassOptions extends LookOptions {
  /** How many students are looked at at the same time. */
  concurrency: number
  onLooked?: (done: number, of: number) => void
}

/** Looks at the machines of all students, and then for copies among them. In the order of the students. */
export async function lookAtClass(
  students: readonly RosterStudent[],
  transport: Transport,
  { concurrency, onLooked, ...options }: ClassOptions,
): Promise<StudentLook[]> {
  const looks: StudentLook[] = []
  // Every machine in work listens to the one signal.
  setMaxListeners(0, options.signal)
  let done = 0
  const waiting = students.entries()
  const work = async (): Promise<void> => {
    for (const [index, student] of waiting) {
      looks[index] = await lookAtStudent(student, transport, options)
      onLooked?.(++done, students.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, students.length) }, work))
  return markCopies(looks)
}
