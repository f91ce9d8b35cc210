import { readFileSync } from "node:fs"
import type { Track } from "../../engine/context.js"
import type { Chapter } from "../chapter.js"
import { blockPage } from "./block-page.js"
import { mergeTracks, type ChapterByTrack } from "./merge-tracks.js"
import { outlineOf } from "./outline.js"
import { pageHtml, type Neighbour } from "./page.js"
import { paletteCss } from "./palette.js"
import { placesOf } from "./search-places.js"
import { anchors, type Accounts } from "./place.js"
import { readingOf, sumOf, type Reading } from "../reading.js"
import { searchScript } from "./search-script.js"
import { BOOK_TITLE, startPage, type Entry } from "./start-page.js"

export interface BookInput {
  /** Every block with notes, as the readers of either track see it, in order. */
  chapters: readonly ChapterByTrack[]
  /** The track that is shown until the reader chooses. */
  track: Track
  /** What an outcome shows, by its id. */
  outcomes: ReadonlyMap<string, string>
  accounts: Accounts
}

export interface Book {
  /** By name, all in one folder. */
  files: ReadonlyMap<string, string>
  pages: number
  /** Of the track that is shown first. */
  reading: Reading
}

/** The whole book as files: a start page, a page per block, a style sheet and two scripts. The same input gives the same bytes. */
export function renderBook({ chapters, track, outcomes, accounts }: BookInput): Book {
  const blocks = chapters.map((chapter) => ({ ...entryOf(chapter), merged: mergeTracks(chapter) }))
  const steps = new Map(blocks.flatMap(({ merged, page }) => stepsOf(merged).map((id) => [id, page] as const)))
  const pages: Neighbour[] = [
    { page: "index.html", title: BOOK_TITLE },
    ...blocks.map(({ page, chapter }) => ({ page, title: titleOf(chapter) })),
  ]
  const around = (index: number) => ({ previous: pages[index - 1], next: pages[index + 1] })
  const start = { title: BOOK_TITLE, track, contents: undefined, main: startPage(blocks), ...around(0) }
  const files = new Map([["index.html", pageHtml(start)]])
  blocks.forEach(({ page, merged, reading, chapter }, index) => {
    const { contents, main } = blockPage(merged, reading, { page, steps, outcomes, accounts })
    const title = `${titleOf(chapter)} · ${BOOK_TITLE}`
    files.set(page, pageHtml({ title, track, contents, main, ...around(index + 1) }))
  })
  const places = blocks.flatMap(({ merged, page, chapter }) =>
    placesOf(outlineOf(merged, anchors()), page, titleOf(chapter)),
  )
  files.set("book.css", `${paletteCss()}${asset("book.css")}`)
  files.set("book.js", SCRIPTS.map(asset).join("\n"))
  files.set("search.js", searchScript(places))
  return { files, pages: pages.length, reading: sumOf(blocks.map(({ reading }) => reading[track])) }
}

function entryOf(chapter: ChapterByTrack): Entry {
  const { typescript, python } = chapter
  return {
    chapter: typescript,
    page: `${typescript.block}.html`,
    reading: { typescript: readingOf(typescript), python: readingOf(python) },
  }
}

function titleOf({ number, title }: Chapter): string {
  return `Block ${number}: ${title}`
}

function stepsOf({ parts }: Chapter): string[] {
  return parts.flatMap((part) => (part.kind === "exercise" ? part.steps.map(({ id }) => id) : []))
}

/** In this order: the first one says which colours and track there are, before anything is painted. */
const SCRIPTS = ["preferences.js", "tools.js", "contents.js", "margins.js", "search.js"]

function asset(name: string): string {
  return readFileSync(new URL(`./client/${name}`, import.meta.url), "utf8")
}
