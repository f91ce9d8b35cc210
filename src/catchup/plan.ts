import { isInstalled, type HostView } from "./host-view.js"
import { openJournal } from "./journals.js"
import {
  accountChanges,
  databaseChange,
  envChanges,
  filesChanges,
  remoteChanges,
  serviceChanges,
} from "./layer-changes.js"
import type { ReferenceState } from "./reference-state.js"
import { needsOf, type CatchUpRole } from "./targets.js"

export const LAYERS = [
  "account",
  "files",
  "remote",
  ".env",
  "packages",
  "dependencies",
  "model",
  "database",
  "service",
] as const
export type Layer = (typeof LAYERS)[number]

/** Layers that one host alone has. */
const ONLY_ON: Partial<Record<Layer, CatchUpRole>> = { account: "dev", remote: "dev", service: "prod" }

/** A layer of a host: what is going to change, or why nothing is. */
export interface LayerPlan {
  layer: Layer
  changes: string[]
}

/** What is done on a host, and how that is told. */
export interface HostPlan {
  role: CatchUpRole
  layers: LayerPlan[]
  /** A catch-up that was cut: it goes on, with the backup that it made. */
  resumes: string | undefined
  account: boolean
  needsKey: boolean
  packages: string[]
  files: boolean
  push: boolean
  env: boolean
  setup: boolean
  /** The folders of dependencies are made anew. */
  renews: boolean
  stopService: boolean
  removeUnit: boolean
}

/** Compares what is with what the tag wants. Pure: the same views give the same plan. */
export function planHost(view: HostView, reference: ReferenceState): HostPlan {
  const { role, facts, database } = view
  const needs = needsOf(reference.tag, role)
  const resumes = openJournal(facts.journal)
  const account = accountChanges(view)
  const files = filesChanges(view, reference)
  const moves = files.tree.length > 0
  const remote = role === "dev" && view.remote ? remoteChanges(view.remote, reference) : []
  const env = needs.setup ? envChanges(view) : []
  const packages = facts.missing
  const cut = resumes !== undefined && resumes.marks.has("begun") && !resumes.marks.has("set-up")
  const dependencies =
    needs.setup &&
    (moves ||
      facts.foreign > 0 ||
      facts.dependencies === undefined ||
      (needs.build && facts.built === undefined) ||
      cut)
  const model = needs.model && (facts.model === undefined || moves)
  const tables = needs.database && !(database.role && database.database_size !== undefined && database.table)
  const service = serviceChanges(view, needs.service, moves || dependencies || env.length > 0)
  const setup =
    needs.setup &&
    (dependencies || model || tables || env.length > 0 || packages.length > 0 || (needs.service && service.length > 0))
  const removeUnit = role === "prod" && !needs.service && isInstalled(facts)
  return {
    role,
    layers: layersOf(role, [
      { layer: "account", changes: account.lines },
      { layer: "files", changes: [...files.tree, ...files.settings] },
      { layer: "remote", changes: remote },
      { layer: ".env", changes: env },
      { layer: "packages", changes: packages.length > 0 ? [`installs ${packages.join(", ")}`] : [] },
      { layer: "dependencies", changes: setup ? ["installs what the lock file pins, by setup-server.sh"] : [] },
      { layer: "model", changes: model ? ["fetches the release that .env names"] : [] },
      { layer: "database", changes: tables ? [databaseChange(database)] : [] },
      { layer: "service", changes: service },
    ]),
    resumes: resumes?.id,
    account: account.lines.length > 0,
    needsKey: account.needsKey,
    packages,
    files: moves || files.settings.length > 0,
    push: remote.length > 0,
    env: env.length > 0,
    setup,
    renews: dependencies || (setup && reference.hosts[role].reinstalls),
    stopService: role === "prod" && facts.unit_active === "active" && (moves || setup || removeUnit),
    removeUnit,
  }
}

/** Is anything to be done at all? An open catch-up has to be closed even when nothing is left of it. */
export function isDone(plans: readonly HostPlan[]): boolean {
  return plans.every(
    ({ layers, resumes }) => resumes === undefined && layers.every(({ changes }) => changes.length === 0),
  )
}

function layersOf(role: CatchUpRole, layers: LayerPlan[]): LayerPlan[] {
  return layers.filter(({ layer }) => ONLY_ON[layer] === undefined || ONLY_ON[layer] === role)
}
