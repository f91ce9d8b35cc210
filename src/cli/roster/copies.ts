import type { Finding } from "../diagnose.js"
import type { HostLook, StudentLook } from "./look-at-student.js"

const NAMED = 5

interface Place {
  readonly student: string
  readonly role: string
}

/** Adds to each machine that shares its machine id or a host key with another student's what it shares, and with whom. */
export function markCopies(looks: readonly StudentLook[]): StudentLook[] {
  const machines = placesBy(looks, ({ identity }) => (identity.machineId === undefined ? [] : [identity.machineId]))
  const keys = placesBy(looks, ({ identity }) => identity.hostKeys)
  return looks.map((look) => ({
    ...look,
    hosts: look.hosts.map((host) => {
      const { machineId, hostKeys } = host.identity
      const findings = [
        ...shared("the machine id", others(machines, machineId === undefined ? [] : [machineId], look)),
        ...shared("a host key", others(keys, hostKeys, look)),
      ]
      return findings.length === 0 ? host : { ...host, findings: [...host.findings, ...findings] }
    }),
  }))
}

function shared(what: string, places: readonly Place[]): Finding[] {
  if (places.length === 0) return []
  const named = places.slice(0, NAMED).map(({ student, role }) => `${student} (${role})`)
  const more = places.length > NAMED ? ` and ${places.length - NAMED} more` : ""
  const message = `It has ${what} of ${named.join(", ")}${more}.`
  return [
    { topic: "copy", level: "problem", message, hint: "One of them is a copy. Ask, before you conclude anything." },
  ]
}

function placesBy(looks: readonly StudentLook[], of: (host: HostLook) => readonly string[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  for (const { student, hosts } of looks)
    for (const host of hosts)
      for (const key of new Set(of(host))) {
        const known = places.get(key) ?? []
        known.push({ student: student.id, role: host.role })
        places.set(key, known)
      }
  return places
}

/** Places of other students; dev and prod of one student may well be copies of each other. */
function others(places: ReadonlyMap<string, readonly Place[]>, keys: readonly string[], look: StudentLook): Place[] {
  const found = keys.flatMap((key) => places.get(key) ?? []).filter(({ student }) => student !== look.student.id)
  return [...new Map(found.map((place) => [`${place.student} ${place.role}`, place])).values()]
}
