import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import writeFileAtomic from "write-file-atomic"
import { CourseError } from "../../errors/course-error.js"
import { readPublicKey } from "../../inventory/roster/public-key.js"
import type { RosterStudent } from "../../inventory/roster/roster.js"
import type { StudentLook } from "./look-at-student.js"
import { messageTo } from "./message.js"

/** Writes a message per student, `ID.txt`, in the place of an earlier one. @returns how many */
export async function writeMessages(
  folder: string,
  students: readonly RosterStudent[],
  looks: readonly StudentLook[],
): Promise<number> {
  const ofStudent = new Map(looks.map((look) => [look.student.id, look]))
  const keys = new Map<string, string | undefined>()
  let written = 0
  try {
    await mkdir(folder, { recursive: true })
    for (const student of students) {
      const look = ofStudent.get(student.student.id)
      if (!look) continue
      for (const role of ["dev", "prod"] as const) {
        const file = identityOf(student, role)
        if (file !== undefined && !keys.has(file)) keys.set(file, await publicHalf(file))
      }
      const text = messageTo(student, look, (role) => keys.get(identityOf(student, role) ?? ""))
      await writeFileAtomic(join(folder, `${student.student.id}.txt`), text)
      written++
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The messages cannot be written to ${folder}: ${why}`, {
      hint: "Name a folder that you may write to with --messages DIR.",
      cause,
    })
  }
  return written
}

function identityOf({ inventory }: RosterStudent, role: "dev" | "prod"): string | undefined {
  const host = inventory.hosts[role]
  return host?.transport === "ssh" ? host.identityFiles[0] : undefined
}

/** The public key beside a private one, where there is one that can be read. */
async function publicHalf(file: string): Promise<string | undefined> {
  const text = await readFile(`${file}.pub`, "utf8").catch(() => undefined)
  return text === undefined ? undefined : readPublicKey(text)
}
