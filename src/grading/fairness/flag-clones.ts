import type { ClassFlag, GradingStore } from "../model.js"
import { findClones } from "./find-clones.js"
import { fingerprintsOf, type Fingerprint } from "./fingerprint.js"
import { referenceCommits } from "./reference-commits.js"

/** Compares the machines of all students of a run and keeps what is conspicuous. Only the fingerprints are held at once. */
export async function flagClones(
  store: Pick<GradingStore, "recordings" | "flag">,
  runId: string,
): Promise<readonly ClassFlag[]> {
  const ofReference = await referenceCommits()
  const seen = new Map<string, readonly Fingerprint[]>()
  for await (const { student, recording } of store.recordings(runId))
    seen.set(student, fingerprintsOf(recording).map(withoutCommits(ofReference)))
  const flags = findClones(seen)
  if (flags.length > 0) await store.flag(runId, flags)
  return flags
}

function withoutCommits(known: ReadonlySet<string>): (fingerprint: Fingerprint) => Fingerprint {
  return (fingerprint) => ({ ...fingerprint, commits: fingerprint.commits.filter(({ id }) => !known.has(id)) })
}
