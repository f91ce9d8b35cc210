import type { BlockOverview, Overview } from "./overview.js"
import { cut, ends, lookOf, wrapped, type Style } from "./screen/style.js"

/** The overview for a person. @param now ISO 8601, to tell how old the knowledge is */
export function overviewPage(overview: Overview, now: string, style: Style & { width: number }): string {
  const { paint, mark } = lookOf(style)
  const { width } = style
  const rows = overview.blocks.flatMap((block) => {
    const { done, total } = block.steps
    const filled = total === 0 ? 0 : Math.floor((done / total) * 10)
    const bar = mark.full.repeat(filled) + mark.empty.repeat(10 - filled)
    const sums = `${String(done).padStart(3)}/${String(total).padEnd(3)} steps  ${points(block)}`
    const title = cut(`${block.number}  ${block.title}`, width - sums.length - 14)
    const detail = detailOf(block, now)
    return [
      ends(` ${done === total ? paint.green(title) : title}`, `${paint.cyan(bar)} ${sums}`, width),
      ...(detail === "" ? [] : [paint.dim(`    ${detail}`)]),
    ]
  })
  const { earned, possible } = overview.points
  const lines = [
    ...rows,
    "",
    paint.bold(
      ` ${earned} of ${possible} points${overview.assisted > 0 ? `, ${overview.assisted} of them with a catch-up` : ""}, ${counted(overview.hints, "hint")} taken.`,
    ),
    ...wrapped(ageOf(overview, now), width, " "),
    "",
    ...(overview.next
      ? [
          ...wrapped(`Next: ${overview.next.step} ${overview.next.title}`, width, "       ", " "),
          ` ${paint.cyan(overview.next.command)}`,
        ]
      : [" Everything is done."]),
  ]
  return lines.map((line) => line.trimEnd()).join("\n")
}

function points({ points: { earned, possible } }: BlockOverview): string {
  return `${String(earned).padStart(3)}/${String(possible).padEnd(3)} points`
}

function detailOf({ assisted, hints, seen }: BlockOverview, now: string): string {
  return [
    ...(assisted > 0 ? [`${assisted} points with a catch-up`] : []),
    ...(hints > 0 ? [counted(hints, "hint")] : []),
    ...(seen ? [`looked at ${ago(seen.newest, now)}`] : []),
  ].join(", ")
}

/** How old what is told is, and how to make it new. */
function ageOf({ blocks }: Overview, now: string): string {
  const newest = blocks
    .flatMap(({ seen }) => seen?.newest ?? [])
    .sort()
    .at(-1)
  if (newest === undefined) return "Nothing was looked at yet. `course status --refresh` looks at the hosts."
  return `This is what was seen last, ${ago(newest, now)}. \`course status --refresh\` looks at the hosts.`
}

/** `3 minutes ago` */
export function ago(then: string, now: string): string {
  const minutes = Math.max(0, Math.floor((Date.parse(now) - Date.parse(then)) / 60_000))
  if (minutes < 1) return "just now"
  if (minutes < 60) return `${counted(minutes, "minute")} ago`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${counted(hours, "hour")} ago` : `${counted(Math.floor(hours / 24), "day")} ago`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}
