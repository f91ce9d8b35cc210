import { hostname, userInfo } from "node:os"
import path from "node:path"
import { loadCatalog } from "../../catalog/load-catalog.js"
import { CourseError } from "../../errors/course-error.js"
import { gradebookFolder, openGradebook } from "../../grading/gradebook/open.js"
import { workerName } from "../../grading/run/worker-name.js"
import { findBundles } from "../../grading/submission/find-bundles.js"
import { keepEvidence } from "../../grading/submission/keep-evidence.js"
import { importSubmissions, type FileEnd } from "../../grading/submission/import.js"
import { openSigners } from "../../grading/submission/signers.js"
import { loadRoster } from "../../inventory/roster/load-roster.js"
import type { Roster } from "../../inventory/roster/roster.js"
import { oneLine } from "../../reporters/escape.js"

/** Verifies, judges and keeps bundles for the class of a roster. */
export async function importBundles(
  paths: readonly string[],
  rosterFile: string,
  { signal, say, onFile }: { signal: AbortSignal; say: (line: string) => void; onFile: (end: FileEnd) => void },
): Promise<FileEnd[]> {
  const [roster, files, catalog] = await Promise.all([loadRoster(rosterFile), findBundles(paths), loadCatalog()])
  for (const warning of roster.warnings) say(oneLine(warning))
  refuseWithoutKeys(roster, rosterFile)
  const students = roster.students.map(({ student }) => student)
  const settings = new Map(roster.students.map((each) => [each.student.id, each.settings]))
  const folder = path.dirname(roster.path)
  const gradebook = await openGradebook({ folder, databaseUrl: process.env["DATABASE_URL"], warn: say })
  try {
    const signers = await openSigners(
      roster.students.map(({ student, publicKeys }) => ({ id: student.id, publicKeys })),
    )
    try {
      return await importSubmissions(files, {
        ...gradebook,
        signers,
        catalog,
        rulesFor: rulesOnce(),
        students,
        rosterHash: roster.hash,
        settingsOf: (id) => {
          const own = settings.get(id)
          if (own) return own
          throw new CourseError("COURSE_BUG", `A submission was verified for ${id}, who is not in the roster.`)
        },
        startedBy: `${userInfo().username}@${hostname()}`,
        keepEvidence: async (runId, bytes) => await keepEvidence(gradebookFolder(folder), runId, bytes),
        worker: workerName(),
        now: () => new Date(),
        signal,
        onFile,
      })
    } finally {
      await signers.close()
    }
  } finally {
    await gradebook.close()
  }
}

/** A class hands in the same blocks: their rules are read once. */
function rulesOnce(): (words: readonly string[]) => Promise<string> {
  const known = new Map<string, Promise<string>>()
  return async (words) => {
    const blocks = [...new Set(words.map((word) => /^(?:block|b)?(\d+)(?:\.|$)/.exec(word)?.[1] ?? word))].sort()
    const key = blocks.join(" ")
    const rules = known.get(key) ?? loadCatalog({ words }).then((catalog) => catalog.rules)
    known.set(key, rules)
    return await rules
  }
}

/** What became of a file, for people. */
export function lineOf(end: FileEnd): string {
  const name = oneLine(end.file)
  if (!end.ok)
    return `REFUSED ${name}\n  ${oneLine(end.message)}${end.hint === undefined ? "" : `\n  ${oneLine(end.hint)}`}`
  const points = `${end.earned} of ${end.possible} points`
  return [
    `taken   ${name}: ${oneLine(end.student)}, ${points}, self-reported`,
    ...end.remarks.map((each) => `  ${oneLine(each)}`),
    `  Kept as ${end.evidence} in .course/gradebook beside the roster.`,
  ].join("\n")
}

function refuseWithoutKeys({ students }: Roster, file: string): void {
  if (students.some(({ publicKeys }) => publicKeys.length > 0)) return
  throw new CourseError(
    "COURSE_ROSTER_INVALID",
    `${file} has no public key of any student: no submission can be verified.`,
    {
      hint: "Put the content of each student's .pub file into the column publicKey.",
    },
  )
}
