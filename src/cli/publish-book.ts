import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Place } from "../notes/place.js"
import { serveBook } from "../notes/html/serve-book.js"
import { writeBook } from "../notes/html/write-book.js"
import { bookOf, type BookReader } from "./book.js"
import { openBrowser } from "./open-browser.js"

export interface BookData {
  /** The folder, or the address that it was served at. */
  place: string
  pages: number
  words: number
  minutes: number
  bytes: number
}

/** Writes the book into a folder and says what it wrote. */
export async function publishBook(folder: string, reader: BookReader, say: (line: string) => void): Promise<BookData> {
  const { folder: place, pages, bytes, reading } = await writeBook(folder, await bookOf(reader))
  const { words, minutes } = reading
  say(`Wrote the book to ${place}: ${pages} pages, ${words.toLocaleString("en")} words, ${megabytes(bytes)}.`)
  say(`It begins at ${pathToFileURL(path.join(place, "index.html")).href}`)
  return { place, pages, words, minutes, bytes }
}

export interface ShowOptions {
  /** The page to begin with; else the first one. */
  at: Pick<Place, "chapter" | "exercise" | "step"> | undefined
  /** A free one unless told. */
  port: number | undefined
  /** Open it in the person's browser, where there is a screen. */
  open: boolean
  signal: AbortSignal
  say: (line: string) => void
}

/** Serves the book to the browsers of this machine until it is stopped. */
export async function showBook(reader: BookReader, { at, port, open, signal, say }: ShowOptions): Promise<never> {
  const served = await serveBook(await bookOf(reader), port === undefined ? {} : { port })
  try {
    const page = new URL(pageOf(at), served.url).href
    say(`The book is at ${page} until you press Ctrl-C.`)
    if (open) await openBrowser(page)
    await aborted(signal)
  } finally {
    await served.close()
  }
  throw signal.reason
}

/** `block5.html#5.4.6` */
function pageOf(at: ShowOptions["at"]): string {
  if (!at) return ""
  const id = (at.step ?? at.exercise)?.id
  return `${at.chapter.block}.html${id === undefined ? "" : `#${id}`}`
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
