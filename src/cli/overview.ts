import { loadCatalog } from "../catalog/load-catalog.js"
import { outlineOf } from "../runner/outline.js"
import { overviewOf, type Overview } from "../runner/overview.js"
import { progressStore } from "../runner/progress-store.js"
import { planChecks } from "../catalog/plan-checks.js"
import { runChecks } from "./check-run.js"
import { noteResults } from "./note-results.js"
import { connectedObserver } from "./observer.js"
import { Progress } from "./progress.js"
import type { Session } from "./session.js"

/** How the student of a workspace stands, by what is stored there. */
export async function readOverview(session: Session, warn: (message: string) => void): Promise<Overview> {
  const { workspace, context } = session
  const [catalog, progress, assisted] = await Promise.all([
    loadCatalog(),
    progressStore(workspace.folder, warn).read(),
    workspace.assisted.read(),
  ])
  const outlines = catalog.blocks.flatMap(({ id }) => outlineOf(catalog, id, context) ?? [])
  return overviewOf(outlines, progress, assisted, context.track)
}

/** Looks at the hosts, without acting, and stores what was seen. */
export async function refreshProgress(
  session: Session,
  { askSudo, warn, signal }: { askSudo: boolean; warn: (message: string) => void; signal: AbortSignal },
): Promise<void> {
  const catalog = await loadCatalog()
  const plan = planChecks(catalog, session.context, { words: [], hosts: [], passive: true, quick: true })
  const observer = connectedObserver(session, { progress: new Progress(), askSudo, signal })
  const { judged } = await runChecks(plan, { rules: catalog.rules, observe: observer.observe })
  signal.throwIfAborted()
  await noteResults(session, judged, warn)
}
