import { oneLine } from "../reporters/escape.js"
import type { PlannedHost } from "./options.js"
import type { Undoing } from "./undoing.js"

const WIDTH = 14
const MEBI = 1024 * 1024

/** The plan for a person: host by host, layer by layer, and what is kept before. Nothing of a host reaches the terminal unescaped. */
export function renderPlan(hosts: readonly PlannedHost[], tag: string, id: string): string {
  const lines = hosts.flatMap(({ hand, view, plan }) => {
    const layers = plan.layers.filter(({ changes }) => changes.length > 0)
    const fine = plan.layers.filter(({ changes }) => changes.length === 0).map(({ layer }) => layer)
    return [
      `${hand.role}: ${oneLine(hand.repo)} to ${tag}${plan.resumes === undefined ? "" : `, going on with the catch-up ${plan.resumes}`}`,
      ...layers.flatMap(({ layer, changes }) =>
        changes.map((change, index) => `  ${(index === 0 ? layer : "").padEnd(WIDTH)}${oneLine(change)}`),
      ),
      ...(layers.length === 0
        ? ["  nothing to do"]
        : fine.length > 0
          ? [`  ${"as it is".padEnd(WIDTH)}${fine.join(", ")}`]
          : []),
      ...(layers.length === 0 ? [] : renderBackup({ hand, view, plan }, plan.resumes ?? id)),
      "",
    ]
  })
  return lines.join("\n")
}

function renderBackup({ view: { facts, database, role }, plan }: PlannedHost, id: string): string[] {
  const kept = [
    `folder ~/.course/catch-up/${id} (for ${oneLine(facts.user)} alone)`,
    ...(plan.resumes !== undefined && facts.journal.some((each) => each.id === id && each.marks.has("begun"))
      ? ["what was there before the catch-up began is in it already"]
      : [
          `the whole tree, ignored files too (${Math.ceil(facts.size / MEBI)} MB); node_modules and .venv are moved there when they are renewed`,
          ...(facts.env.some(([, state]) => state !== "missing") ? [".env"] : []),
          ...(role === "prod" ? ["the unit and the state of the service"] : []),
          ...(database.database_size === undefined
            ? []
            : [`a dump of the database (${Math.ceil(database.database_size / MEBI)} MB) and its role`]),
        ]),
    ...(plan.files
      ? [`in Git: branch backup/${id}, and a stash "course catch-up ${id}" where something is not committed`]
      : []),
  ]
  return kept.map((line, index) => `  ${(index === 0 ? "kept before" : "").padEnd(WIDTH)}${line}`)
}

/** What an undo is going to do. */
export function renderUndo(hosts: readonly Undoing[]): string {
  return hosts
    .map(({ hand, manifest, place, untouched }) => {
      const back = `as it was before the catch-up ${manifest.id} to ${manifest.tag}`
      if (untouched) return `${hand.role}: nothing was changed by the catch-up ${manifest.id}; it is closed.\n`
      return [
        `${hand.role}: ${oneLine(hand.repo)} ${back}`,
        `  ${"goes back".padEnd(WIDTH)}tree with .git and .env, role and database, unit and state of the service${hand.role === "dev" ? ", refs of the remote" : ""}`,
        `  ${"is kept".padEnd(WIDTH)}what is there now, in ${oneLine(place.backup)}/after`,
        `  ${"stays".padEnd(WIDTH)}installed packages, keys`,
        "",
      ].join("\n")
    })
    .join("\n")
}
