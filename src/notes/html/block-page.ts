import type { Element, ElementContent } from "hast"
import type { Track } from "../../engine/context.js"
import type { Chapter, ExerciseNotes, StepNotes } from "../chapter.js"
import { el } from "./element.js"
import { outlineOf, type Heading, type OutlinedPart } from "./outline.js"
import { pieceElements } from "./pieces.js"
import { anchors, onlyFor, TRACKS, type Place } from "./place.js"
import { durationOf, type Reading } from "../reading.js"

export interface BlockPage {
  contents: Element
  main: ElementContent[]
}

/** A chapter as a page: its text, and the contents that stand beside it. */
export function blockPage(
  chapter: Chapter,
  reading: Readonly<Record<Track, Reading>>,
  book: Omit<Place, "anchor">,
): BlockPage {
  const place: Place = { ...book, anchor: anchors() }
  const outline = outlineOf(chapter, place.anchor)
  return {
    contents: contents(outline.flatMap(({ heading }) => heading ?? [])),
    main: [titleOf(chapter, reading), ...outline.map((part) => partElement(part, place))],
  }
}

/** How long the own track takes; both stand there, the style sheet shows one. */
export function readingElements(reading: Readonly<Record<Track, Reading>>): Element[] {
  return TRACKS.map(({ track }) => {
    const { words } = reading[track]
    const amount = `${words.toLocaleString("en")} words, about ${durationOf(reading[track])} to read`
    return el("span", { className: onlyFor(track) }, amount)
  })
}

function titleOf({ number, title, from, tag }: Chapter, reading: Readonly<Record<Track, Reading>>): Element {
  const way = tag === undefined ? undefined : from === undefined ? `ends at ${tag}` : `from ${from} to ${tag}`
  return el(
    "header",
    { className: ["title"] },
    el("p", { className: ["kicker"] }, `Block ${number}`),
    el("h1", {}, title),
    el("p", { className: ["facts"] }, way !== undefined && el("span", {}, way), readingElements(reading)),
    el(
      "p",
      { className: ["soft", "printed"] },
      "This copy is for the track ",
      TRACKS.map(({ track, name }) => el("span", { className: onlyFor(track) }, name)),
      ".",
    ),
  )
}

function contents(headings: readonly Heading[]): Element {
  const list = (items: readonly Heading[]): Element =>
    el(
      "ol",
      {},
      items.map(({ id, number, title, children }) =>
        el(
          "li",
          {},
          el(
            "a",
            { href: `#${id}` },
            number !== undefined && el("span", { className: ["number"] }, `${number} `),
            title,
          ),
          children.length > 0 && list(children),
        ),
      ),
    )
  return el(
    "nav",
    { className: ["contents"], ariaLabel: "In this block" },
    el("details", { open: true }, el("summary", {}, "In this block"), list(headings)),
  )
}

function partElement({ part, heading }: OutlinedPart, place: Place): Element {
  return el(
    "section",
    { className: [part.kind] },
    heading && headingElement("h2", heading),
    pieceElements(part.pieces, place),
    part.kind === "exercise" && stepElements(part, heading?.children ?? [], place),
  )
}

function stepElements({ steps }: ExerciseNotes, headings: readonly Heading[], place: Place): Element[] {
  return headings.flatMap((heading, index) => {
    const step = steps[index]
    if (!step) return []
    return [
      el(
        "section",
        { className: ["step"] },
        headingElement("h3", heading),
        step.outcomes.length > 0 && outcomes(step, place),
        pieceElements(step.pieces, place),
      ),
    ]
  })
}

/** The number is the link to the place itself, to be sent to somebody. */
function headingElement(tagName: "h2" | "h3", { id, number, title }: Heading): Element {
  return el(
    tagName,
    { id },
    number !== undefined && el("a", { className: ["number"], href: `#${id}` }, number),
    number !== undefined && " ",
    title,
  )
}

function outcomes({ outcomes: ids }: StepNotes, place: Place): Element {
  return el(
    "div",
    { className: ["outcomes"] },
    el("p", {}, ids.length === 1 ? "Outcome" : "Outcomes"),
    el(
      "ul",
      {},
      ids.map((id) => el("li", {}, el("code", {}, id), " ", place.outcomes.get(id))),
    ),
  )
}
