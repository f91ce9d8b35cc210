import { z } from "zod"
import { CATCH_UP_TAGS } from "../../../src/catchup/targets.js"
import { STARTING_STATES } from "./starting-states.js"

const Row = z.object({ track: z.string(), state: z.string(), tag: z.string(), outcome: z.string() })

/** A table of starting states and tags for each track, from what a run noted line by line; the last note of a pair counts. */
export function renderTable(notes: string): string {
  const rows = notes
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Row.parse(JSON.parse(line)))
  const outcomes = new Map(rows.map(({ track, state, tag, outcome }) => [`${track} ${state} ${tag}`, outcome]))
  const tableOf = (track: string): string =>
    [
      `| ${track} | ${CATCH_UP_TAGS.join(" | ")} |`,
      `| --- | ${CATCH_UP_TAGS.map(() => "---").join(" | ")} |`,
      ...STARTING_STATES.map(
        ({ name }) =>
          `| ${name} | ${CATCH_UP_TAGS.map((tag) => outcomes.get(`${track} ${name} ${tag}`) ?? "-").join(" | ")} |`,
      ),
    ].join("\n")
  return `${["typescript", "python"].map(tableOf).join("\n\n")}\n`
}
