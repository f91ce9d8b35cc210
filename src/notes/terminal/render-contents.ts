import { oneLine } from "../../reporters/escape.js"
import type { Chapter } from "../chapter.js"
import { exercisesOf } from "../place.js"
import { durationOf, readingOf } from "../reading.js"
import type { StandingOf } from "../standing.js"
import { columnsOf } from "./flow.js"
import { lookOf, type Look, type LookOptions } from "./look.js"
import { standingMark } from "./standing-marks.js"
import { wrapped } from "./wrap.js"

export interface ContentsOptions extends LookOptions {
  columns: number
  standingOf?: StandingOf | undefined
}

/** The table of contents: blocks with the time they take to read, and their exercises. */
export function renderContents(chapters: readonly Chapter[], options: ContentsOptions): string[] {
  const look = lookOf(options)
  const { text: width } = columnsOf(options.columns, true)
  return [
    ...chapters.flatMap((chapter) => [...blockLines(chapter, width, look, options.standingOf), ""]),
    ...wrapped(look.paint.dim("Open one: course read 1. Look for words: course read --search snapshot"), width),
  ]
}

function blockLines(chapter: Chapter, width: number, look: Look, standingOf: StandingOf | undefined): string[] {
  const { paint } = look
  const head = `${paint.bold(`Block ${chapter.number}. ${oneLine(chapter.title)}`)} ${paint.dim(`(${durationOf(readingOf(chapter))})`)}`
  return [
    ...wrapped(head, width, "", "  "),
    ...exercisesOf(chapter).flatMap(({ id, title, steps }) => {
      const done = steps.filter((step) => standingOf?.(step.id)?.state === "done").length
      const known = steps.some((step) => standingOf?.(step.id) !== undefined)
      const mark =
        done === steps.length && known
          ? standingMark({ state: "done", outcomes: new Map() }, look)
          : known
            ? paint.dim(`  ${done} of ${steps.length} steps`)
            : ""
      return wrapped(`${paint.cyan(id)}  ${oneLine(title)}${mark}`, width, "  ", "       ")
    }),
  ]
}
