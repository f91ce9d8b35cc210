import { random, type Random } from "../../engine/random.js"
import type { LabState, Track } from "../spec.js"
import { FAULTS } from "./faults.js"
import { HOSTILE_KINDS } from "./hostile/kinds.js"
import { people } from "./people.js"
import type { ClassStudent } from "./record.js"

export interface ClassPlanOptions {
  readonly name: string
  readonly students: number
  /** What everybody has; of no meaning with `mix`. */
  readonly state: LabState
  readonly track: Track
  /** A realistic class: not everybody has finished, and not everybody means well. */
  readonly mix: boolean
  /** The same seed gives the same class. */
  readonly seed: string
}

type Lot = Pick<ClassStudent, "kind" | "state" | "faults" | "off" | "hostile">

/** Who is in a class, and what each of them is. */
export function planClass({ name, students, state, track, mix, seed }: ClassPlanOptions): ClassStudent[] {
  const digits = Math.max(2, String(students).length)
  const lots = mix
    ? mixedLots(students, random(`class:${seed}`))
    : Array.from({ length: students }, () => lot("finished", state))
  return people(students, seed).map((person, index) => {
    const number = String(index + 1).padStart(digits, "0")
    const rest = lots[index] ?? lot("finished", state)
    return { id: `s${number}`, ...person, group: `G${(index % 4) + 1}`, track, lab: `${name}-${number}`, ...rest }
  })
}

/** Of hundred students, how many are what. What a small class has no room for is left out from the end. */
const SHARES = [
  ["finished", 40],
  ["wrong", 20],
  ["halfway", 20],
  ["hostile", 10],
  ["off", 5],
  ["rebuilt", 5],
] as const

const HALFWAY: readonly LabState[] = ["v0.3", "v0.2", "B1-complete"]

function mixedLots(count: number, random: Random): Lot[] {
  const kinds = shuffled(kindsOf(count), random)
  const hostile = shuffled([...HOSTILE_KINDS], random)
  let hostiles = 0
  let halves = 0
  return kinds.map((kind) => {
    if (kind === "halfway") return lot(kind, HALFWAY[halves++ % HALFWAY.length] ?? "v0.2")
    if (kind === "wrong") {
      const faults = shuffled([...FAULTS], random).slice(0, random.integer(1, 3))
      return { ...lot(kind, "v0.5"), faults: faults.map(({ name }) => name) }
    }
    if (kind === "off") return { ...lot(kind, "v0.5"), off: random.next() < 0.5 ? ["dev", "prod"] : ["prod"] }
    if (kind === "hostile") return { ...lot(kind, "v0.5"), hostile: hostile[hostiles++ % hostile.length] }
    return lot(kind, "v0.5")
  })
}

/** One of each first, then by the shares. */
function kindsOf(count: number): ClassStudent["kind"][] {
  const once = SHARES.slice(0, count).map(([kind]) => kind)
  const counts = new Map(once.map((kind) => [kind, 1]))
  for (let index = once.length; index < count; index += 1) {
    const wanted = SHARES.map(([kind, share]) => ({ kind, lacking: (share / 100) * count - (counts.get(kind) ?? 0) }))
    const { kind } = wanted.reduce((most, each) => (each.lacking > most.lacking ? each : most))
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return SHARES.flatMap(([kind]) => Array.from({ length: counts.get(kind) ?? 0 }, () => kind))
}

function lot(kind: ClassStudent["kind"], state: LabState): Lot {
  return { kind, state, faults: [], off: [], hostile: undefined }
}

function shuffled<T>(items: T[], { integer }: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = integer(0, last)
    ;[items[last], items[other]] = [items[other] as T, items[last] as T]
  }
  return items
}
