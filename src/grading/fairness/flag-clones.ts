import type { ClassFlag, GradingStore } from "../model.js"
import { findClones } from "./find-clones.js"
import { fingerprintsOf, type Fingerprint } from "./fingerprint.js"

/** Compares the machines of all students of a run and keeps what is conspicuous. Only the fingerprints are held at once. */
export async function flagClones(
  store: Pick<GradingStore, "recordings" | "flag">,
  runId: string,
): Promise<readonly ClassFlag[]> {
  const seen = new Map<string, readonly Fingerprint[]>()
  for await (const { student, recording } of store.recordings(runId)) seen.set(student, fingerprintsOf(recording))
  const flags = findClones(seen)
  if (flags.length > 0) await store.flag(runId, flags)
  return flags
}
