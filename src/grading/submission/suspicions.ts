import { placedChecks, select, type Catalog } from "../../engine/catalog.js"
import type { Settings } from "../../engine/context.js"
import { canonicalJson } from "../../engine/probe.js"
import type { Recording } from "../../engine/recording.js"
import { oneLine } from "../../reporters/escape.js"
import type { JudgedSubmission } from "./judge-submission.js"
import type { Manifest } from "./format.js"

/** What the machines have to be is the course's to say, and no student's. */
const OF_THE_COURSE = [
  "distribution",
  "version",
  "devCpus",
  "devMemoryMiB",
  "devDiskGB",
  "prodCpus",
  "prodMemoryMiB",
  "prodDiskGB",
] as const satisfies readonly (keyof Settings)[]

/** The recording as it is judged: with the course's own demands on the machines. */
export function withOwnDemands(recording: Recording, own: Settings): { recording: Recording; changed: string[] } {
  const { settings } = recording.context
  const changed = OF_THE_COURSE.filter((key) => settings[key] !== own[key])
  if (changed.length === 0) return { recording, changed }
  const demands = Object.fromEntries(changed.map((key) => [key, own[key]]))
  return {
    recording: { ...recording, context: { ...recording.context, settings: { ...settings, ...demands } } },
    changed,
  }
}

/** What an instructor should look at. It never costs points by itself. */
export function suspicions(
  catalog: Catalog,
  manifest: Manifest,
  theirs: Recording,
  { differences, otherRules, unknown }: JudgedSubmission,
): string[] {
  const said: string[] = []
  const list = (ids: readonly string[]): string =>
    oneLine(ids.slice(0, 12).join(", ")) + (ids.length > 12 ? ` and ${ids.length - 12} more` : "")
  if (otherRules) said.push("The student's own report was judged by other rules than yours.")
  else if (differences.length > 0)
    said.push(
      "The student's own report claims to be judged by your very rules, and yet differs: it was changed by hand.",
    )
  if (differences.length > 0)
    said.push(
      `Judged otherwise than the student's report says: ${list(differences.map(({ check, theirs, ours }) => `${check} (${theirs} there, ${ours} here)`))}.`,
    )
  const asked = select(catalog, manifest.track, manifest.words).ids
  const there = new Set(theirs.checks.map(({ id }) => id))
  const missing = [...asked].filter((id) => !there.has(id))
  if (missing.length > 0) said.push(`Asked for and not in it: ${list(missing)}.`)
  const left = theirs.checks.filter(({ id, leftOut }) => leftOut !== undefined && asked.has(id)).map(({ id }) => id)
  if (left.length > 0) said.push(`Left out on the student's side: ${list(left)}.`)
  const others = observedOtherwise(catalog, theirs)
  if (others.length > 0) said.push(`Observed by other commands than your checks use: ${list(others)}.`)
  if (unknown.length > 0) said.push(`Not among your checks, and left away: ${list(unknown)}.`)
  return said
}

/** Checks whose probes are not what the rules would ask with the context of the recording. */
function observedOtherwise(catalog: Catalog, { checks, context, observations }: Recording): string[] {
  const known = new Map(placedChecks(catalog, context.track).map(({ check }) => [check.id, check]))
  return checks.flatMap(({ id, leftOut, probes }) => {
    const check = known.get(id)
    if (!check || leftOut !== undefined) return []
    const own = Object.entries(check.probes(context))
    const same = own.every(([name, { spec }]) => {
      const seen = observations[probes[name] ?? ""]
      return seen !== undefined && canonicalJson(seen.spec) === canonicalJson(spec)
    })
    return same ? [] : [id]
  })
}
