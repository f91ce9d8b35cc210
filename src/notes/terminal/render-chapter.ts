import stringWidth from "string-width"
import { oneLine } from "../../reporters/escape.js"
import type { Chapter, ExerciseNotes, Piece, Section, StepNotes } from "../chapter.js"
import { durationOf, readingOf } from "../reading.js"
import type { StandingOf } from "../standing.js"
import { columnsOf, Flow, type Columns } from "./flow.js"
import { lookOf, type Look, type LookOptions } from "./look.js"
import { pieceBlocks, sideNote } from "./pieces.js"
import { outcomeLine, standingMark } from "./standing-marks.js"
import { wrapped } from "./wrap.js"

export interface RenderOptions extends LookOptions {
  /** Of the terminal. Text stays narrower than is tiring; where there is room, notes stand beside it. */
  columns: number
  /** Shown beside each step. */
  standingOf?: StandingOf | undefined
}

export interface Rendered {
  lines: string[]
  /** Where blocks, exercises, steps and outcomes begin, by id, counted from 0. */
  places: ReadonlyMap<string, number>
}

/** The chapter of one reader for a terminal, with its head. */
export function renderChapter(chapter: Chapter, options: RenderOptions): Rendered {
  const page = pageOf(options)
  page.flow.begin(chapter.block)
  page.flow.add(headLines(chapter, page))
  for (const part of chapter.parts) addPart(part, page)
  return page.flow.end()
}

/** Some sections or exercises, without the head of their chapter. */
export function renderParts(parts: Chapter["parts"], options: RenderOptions): Rendered {
  const page = pageOf(options)
  for (const part of parts) addPart(part, page)
  return page.flow.end()
}

/** One step alone. */
export function renderStep(step: StepNotes, options: RenderOptions): Rendered {
  const page = pageOf(options)
  addStep(step, page)
  return page.flow.end()
}

/** Pieces alone, such as those of a step whose heading somebody else shows. */
export function renderPieces(pieces: readonly Piece[], options: RenderOptions): string[] {
  const page = pageOf(options)
  addPieces(pieces, page)
  const { lines } = page.flow.end()
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines
}

interface Page {
  look: Look
  columns: Columns
  flow: Flow
  standingOf: StandingOf
}

function pageOf(options: RenderOptions): Page {
  const columns = columnsOf(options.columns, options.plain)
  const standingOf = options.standingOf ?? (() => undefined)
  return { look: lookOf({ ...options, beyond: columns.beyond }), columns, flow: new Flow(columns), standingOf }
}

function headLines(chapter: Chapter, { look, columns }: Page): string[] {
  const { paint, marks, plain } = look
  const { number, title, from, tag } = chapter
  const way = [from && `from ${oneLine(from)}`, tag && `to ${oneLine(tag)}`].filter(Boolean).join(" ")
  const facts = [way, `about ${durationOf(readingOf(chapter))} of reading`].filter((each) => each !== "")
  const head = wrapped(paint.bold(`Block ${number}. ${oneLine(title)}`), columns.text)
  const rule = plain ? [] : [paint.dim(marks.doubleRule.repeat(columns.text))]
  return [...rule, ...head, ...wrapped(paint.dim(facts.join(", ")), columns.text), ...rule]
}

function addPart(part: Section | ExerciseNotes, page: Page): void {
  const { flow } = page
  if (part.kind === "section") {
    flow.begin()
    if (part.title !== undefined) flow.add(headingLines(oneLine(part.title), page))
    return addPieces(part.pieces, page)
  }
  flow.begin(part.id)
  flow.add(headingLines(`${part.id}  ${oneLine(part.title)}`, page))
  addPieces(part.pieces, page)
  for (const step of part.steps) addStep(step, page)
}

/** A heading with a rule up to the end of the column. */
function headingLines(text: string, { look, columns }: Page): string[] {
  const { paint, marks, plain } = look
  const lines = wrapped(paint.bold.cyan(text), columns.text)
  if (plain) return lines
  const last = lines.at(-1) ?? ""
  const rest = columns.text - stringWidth(last) - 1
  return [...lines.slice(0, -1), rest > 2 ? `${last} ${paint.dim(marks.rule.repeat(rest))}` : last]
}

function addStep(step: StepNotes, page: Page): void {
  const { flow, look, columns } = page
  const standing = page.standingOf(step.id)
  flow.begin(step.id, ...step.outcomes)
  const title = look.paint.bold(`${step.id}  ${oneLine(step.title)}`)
  flow.add([
    ...wrapped(`${title}${standingMark(standing, look)}`, columns.text, "", " ".repeat(step.id.length + 2)),
    ...outcomeLine(step.outcomes, standing, columns.text, look),
  ])
  addPieces(step.pieces, page)
}

function addPieces(pieces: readonly Piece[], { look, columns, flow }: Page): void {
  const add = (blocks: readonly string[][]): void => blocks.forEach((block) => flow.add(block))
  const { notes } = columns
  for (const piece of pieces) {
    const note = piece.kind === "margin" && notes !== undefined ? sideNote(piece, notes, look) : undefined
    // What does not fit into the narrow column stands in the text.
    if (note && notes !== undefined && note.every((line) => stringWidth(line) <= notes)) flow.beside(note)
    else add(pieceBlocks([piece], columns.text, look))
  }
}
