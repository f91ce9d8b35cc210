import type { Judged } from "../engine/judge.js"
import { knownOf } from "../runner/known.js"
import { progressStore } from "../runner/progress-store.js"
import type { Session } from "./session.js"

/** Keeps in the workspace what a run learnt, for the runner, hints and `course status`. */
export async function noteResults(
  { workspace }: Pick<Session, "workspace">,
  judged: readonly Judged[],
  warn: (message: string) => void,
): Promise<void> {
  const at = new Date().toISOString()
  const checks = Object.fromEntries(
    judged.flatMap((each) => {
      const known = knownOf(each, at)
      return known ? [[each.planned.check.id, known] as const] : []
    }),
  )
  if (Object.keys(checks).length === 0) return
  const store = progressStore(workspace.folder, warn)
  await store.apply([{ kind: "seen", checks }])
}
