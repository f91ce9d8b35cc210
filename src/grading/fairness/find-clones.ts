import { createHash } from "node:crypto"
import type { ClassFlag } from "../model.js"
import type { Fingerprint } from "./fingerprint.js"

/** So many commits of two students at the same seconds are no chance, where the commits themselves differ. */
const SAME_TIMES = 5
/** What so large a part of a class has in common was handed out to it. */
const HANDED_OUT = { share: 1 / 3, students: 4 }

type Class = ReadonlyMap<string, readonly Fingerprint[]>

/**
 * Finds machines and histories that several students have in common. Says what is conspicuous and never more: what two machines share may
 * come from one image, and what a third of the class shares was handed out to it, such as that image or the commits of a template.
 */
export function findClones(students: Class): ClassFlag[] {
  return [
    ...sharedMarks(students, "machine-id", ({ machineIds }) => machineIds, {
      message: machinesWith("the same machine id"),
      show: (id) => `machine-id ${id}`,
    }),
    ...sharedMarks(students, "host-key", ({ hostKeys }) => hostKeys, {
      message: machinesWith("the same SSH host key"),
      show: (key) => `${key.split(" ")[0] ?? ""} ${sshFingerprint(key)}`,
    }),
    ...sharedMarks(students, "database", ({ databases }) => databases, {
      message: machinesWith("the same PostgreSQL cluster"),
      show: (id) => `system identifier ${id}, made ${madeAt(id)}`,
    }),
    ...sharedMarks(students, "commits", ({ commits }) => commits.map(({ id }) => id), {
      message: (who) =>
        `${who} have commits with the same ids that are none of the reference's: same author, same second, same content.`,
      show: (id) => id.slice(0, 12),
    }),
    ...sameTimes(students),
  ]
}

/** A mark of a machine does not tell a copy of a fellow student's machine from another copy of the same image. */
function machinesWith(mark: string): Told["message"] {
  return (who, many) =>
    many
      ? `${who} have machines with ${mark}: so many were probably made from one image that was handed out.`
      : `${who} have machines with ${mark}: they are copies of one machine, be it a student's or an image.`
}

interface Told {
  /** `many`: as much of the class as has in common what was handed out. */
  readonly message: (who: string, many: boolean) => string
  readonly show: (mark: string) => string
}

function sharedMarks(
  students: Class,
  kind: ClassFlag["kind"],
  marksOf: (fingerprint: Fingerprint) => readonly string[],
  { message, show }: Told,
): ClassFlag[] {
  const owners = ownersOf(students, (fingerprints) => fingerprints.flatMap(marksOf))
  const many = handedOut(students.size)
  const shared = [...owners].filter(([, who]) => who.length > 1 && (kind !== "commits" || who.length < many))
  return grouped(shared).map(({ who, marks }) => ({
    kind,
    students: who,
    message: message(listed(who), who.length >= many),
    evidence: `${marks.length === 1 ? "" : `${marks.length} in common: `}${marks.slice(0, 5).map(show).join(", ")}${marks.length > 5 ? " ..." : ""}`,
  }))
}

/** Histories that were rewritten under another name keep the times of their commits. */
function sameTimes(students: Class): ClassFlag[] {
  const ids = ownersOf(students, (all) => all.flatMap(({ commits }) => commits.map(({ id }) => id)))
  const own = (fingerprints: readonly Fingerprint[]): string[] =>
    fingerprints.flatMap(({ commits }) =>
      // What is shared as it is was told already, or handed out.
      commits.flatMap(({ id, authoredAt }) => (ids.get(id)?.length === 1 ? [String(authoredAt)] : [])),
    )
  const common = handedOut(students.size)
  const shared = new Map<string, { who: [string, string]; times: string[] }>()
  for (const [time, who] of ownersOf(students, own)) {
    if (who.length >= common) continue
    for (const pair of pairsOf(who)) {
      const key = JSON.stringify(pair)
      const known = shared.get(key) ?? { who: pair, times: [] }
      known.times.push(time)
      shared.set(key, known)
    }
  }
  return [...shared.values()]
    .filter(({ times }) => times.length >= SAME_TIMES)
    .map(({ who, times }) => ({
      kind: "times",
      students: who,
      message: `${listed(who)} have different commits that were written in the same seconds: one history may be the other's under another name.`,
      evidence: `${times.length} times in common, such as ${times.slice(0, 3).map(instant).join(", ")}`,
    }))
}

function pairsOf(who: readonly string[]): [string, string][] {
  return who.flatMap((one, index) => who.slice(index + 1).map((other): [string, string] => [one, other]))
}

/** Who has each mark, in a fixed order. */
function ownersOf(
  students: Class,
  marksOf: (fingerprints: readonly Fingerprint[]) => readonly string[],
): Map<string, string[]> {
  const owners = new Map<string, string[]>()
  for (const student of [...students.keys()].sort()) {
    for (const mark of new Set(marksOf(students.get(student) ?? []))) {
      const who = owners.get(mark)
      if (who) who.push(student)
      else owners.set(mark, [student])
    }
  }
  return owners
}

/** One flag for each group of students, however much they share. */
function grouped(shared: readonly (readonly [string, string[]])[]): { who: string[]; marks: string[] }[] {
  const groups = new Map<string, { who: string[]; marks: string[] }>()
  for (const [mark, who] of shared) {
    const key = JSON.stringify(who)
    const group = groups.get(key) ?? { who, marks: [] }
    group.marks.push(mark)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function handedOut(classSize: number): number {
  return Math.max(HANDED_OUT.students, Math.ceil(classSize * HANDED_OUT.share))
}

function listed(who: readonly string[]): string {
  if (who.length > 6) return `${who.slice(0, 5).join(", ")} and ${who.length - 5} others`
  return `${who.slice(0, -1).join(", ")} and ${who.at(-1) ?? ""}`
}

function sshFingerprint(key: string): string {
  const blob = Buffer.from(key.split(" ")[1] ?? "", "base64")
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`
}

/** The upper half of a system identifier is the second in which the cluster was made. */
function madeAt(identifier: string): string {
  return instant(String(BigInt(identifier) >> 32n))
}

function instant(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString()
}
