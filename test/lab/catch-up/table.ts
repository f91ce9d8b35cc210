import { z } from "zod"
import { CATCH_UP_TAGS } from "../../../src/catchup/targets.js"
import { STARTING_STATES } from "./starting-states.js"

const Row = z.object({ track: z.string(), state: z.string(), tag: z.string(), outcome: z.string() })

/** Notes of a run, line by line; the last note of a pair counts. */
export function readNotes(notes: string): ReadonlyMap<string, string> {
  const rows = notes
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Row.parse(JSON.parse(line)))
  return new Map(rows.map(({ track, state, tag, outcome }) => [keyOf(track, state, tag), outcome]))
}

/** Do the notes say that a pair was proven? */
export function isProvenBy(outcomes: ReadonlyMap<string, string>, track: string, state: string, tag: string): boolean {
  return !["failed", undefined].includes(outcomes.get(keyOf(track, state, tag)))
}

/** A table of starting states and tags for each track. */
export function renderTable(notes: string): string {
  const outcomes = readNotes(notes)
  const tableOf = (track: string): string =>
    [
      `| ${track} | ${CATCH_UP_TAGS.join(" | ")} |`,
      `| --- | ${CATCH_UP_TAGS.map(() => "---").join(" | ")} |`,
      ...STARTING_STATES.map(
        ({ name }) =>
          `| ${name} | ${CATCH_UP_TAGS.map((tag) => outcomes.get(keyOf(track, name, tag)) ?? "-").join(" | ")} |`,
      ),
    ].join("\n")
  return `${["typescript", "python"].map(tableOf).join("\n\n")}\n`
}

function keyOf(track: string, state: string, tag: string): string {
  return `${track} ${state} ${tag}`
}
