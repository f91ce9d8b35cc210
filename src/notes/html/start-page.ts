import type { Element, ElementContent } from "hast"
import type { Track } from "../../engine/context.js"
import type { Chapter } from "../chapter.js"
import { readingElements } from "./block-page.js"
import { el } from "./element.js"
import { onlyFor, TRACKS } from "./place.js"
import { durationOf, sumOf, type Reading } from "../reading.js"

export interface Entry {
  chapter: Chapter
  page: string
  reading: Readonly<Record<Track, Reading>>
}

export const BOOK_TITLE = "Full Stack Handwerk"

/** The first page: what this is, and every block with its exercises. */
export function startPage(entries: readonly Entry[]): ElementContent[] {
  return [
    el(
      "header",
      { className: ["title", "cover"] },
      el("p", { className: ["kicker"] }, "Workbook"),
      el("h1", {}, BOOK_TITLE),
      el(
        "p",
        { className: ["lead"] },
        "From two empty machines to a service that others rely on, made by hand and understood.",
      ),
      el(
        "p",
        { className: ["facts"] },
        TRACKS.map(({ track }) => total(entries, track)),
      ),
    ),
    el(
      "section",
      {},
      el("h2", { id: "how" }, "How to read this book"),
      el(
        "p",
        {},
        "Every block alternates between explanation and steps. A box with the name of a machine holds what you type there: ",
        el("b", {}, "dev"),
        " is where you write, ",
        el("b", {}, "prod"),
        " is where it runs, and ",
        el("b", {}, "laptop"),
        " is the computer that both of them live on. A box with a path holds a file to write.",
      ),
      el(
        "p",
        {},
        "Under each step stand its outcomes: facts that can be observed on your machines. ",
        el("code", {}, "course run"),
        " looks for them while you work, ",
        el("code", {}, "course check"),
        " looks once.",
      ),
      el(
        "p",
        { className: ["soft"] },
        "Reading times count 200 words and 20 lines of code a minute. Doing the steps takes longer.",
      ),
    ),
    el(
      "section",
      {},
      el("h2", { id: "blocks" }, "Blocks"),
      el("ol", { className: ["blocks"] }, entries.map(blockEntry)),
    ),
  ]
}

function total(entries: readonly Entry[], track: Track): Element {
  const sum = sumOf(entries.map(({ reading }) => reading[track]))
  const amount = `${entries.length} blocks, ${sum.words.toLocaleString("en")} words, about ${durationOf(sum)} to read`
  return el("span", { className: onlyFor(track) }, amount)
}

function blockEntry({ chapter, page, reading }: Entry): Element {
  const exercises = chapter.parts.filter((part) => part.kind === "exercise")
  return el(
    "li",
    {},
    el("p", { className: ["kicker"] }, `Block ${chapter.number}`),
    el("h3", {}, el("a", { href: page }, chapter.title)),
    el(
      "p",
      { className: ["facts"] },
      chapter.tag !== undefined && el("span", {}, `ends at ${chapter.tag}`),
      readingElements(reading),
    ),
    el(
      "ol",
      {},
      exercises.map(({ id, title }) =>
        el("li", {}, el("a", { href: `${page}#${id}` }, el("span", { className: ["number"] }, id), " ", title)),
      ),
    ),
  )
}
