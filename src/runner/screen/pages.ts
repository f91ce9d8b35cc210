import wrapAnsi from "wrap-ansi"
import { escapeTerminal } from "../../reporters/escape.js"
import type { Piece } from "../../notes/chapter.js"
import { LAST_RUNG, type Hint } from "../hint.js"
import { effectsOf, type Model } from "../model.js"
import { leftOver, tally } from "../way.js"
import { wrapped, type Look } from "./style.js"

/** Renders pieces of the notes in a given width. */
export type RenderPieces = (pieces: readonly Piece[], width: number) => string[]

/** A hint, in lines of at most `width` columns. */
export function hintPage(hint: Hint, width: number, { paint }: Look, render: RenderPieces): string[] {
  const body = hint.parts.flatMap((part): string[] => {
    switch (part.kind) {
      case "text":
        return [...wrapped(escapeTerminal(part.text), width), ""]
      case "evidence":
        return evidence(part.label, part.text, width, paint.dim)
      case "notes":
        return [...render(part.pieces, width), ""]
      case "diff":
        return [paint.bold(part.label), ...diffLines(part.text, width, paint), ""]
    }
  })
  const more = hint.rung < LAST_RUNG ? "h for the next one" : "This was the last one"
  return [
    ...wrapped(
      `${paint.bold(`Hint ${hint.rung} of ${LAST_RUNG}: ${hint.title}`)} ${paint.dim(`(${hint.check})`)}`,
      width,
    ),
    "",
    ...trimmed(body),
    "",
    ...wrapped(paint.dim(`${more}; Enter goes back to the step.`), width),
  ]
}

/** What is about to happen to the hosts, and the question whether it may. */
export function confirmPage(model: Model, ids: readonly string[], width: number, { paint, mark }: Look): string[] {
  return [
    ...wrapped(paint.bold("These checks have to act in order to know. course"), width),
    "",
    ...effectsOf(model, ids).flatMap((effect) => wrapped(escapeTerminal(effect), width, "   ", ` ${mark.dot} `)),
    "",
    ...wrapped("What it changes is put back afterwards. Nothing else looks at the hosts meanwhile.", width),
    "",
    ...wrapped(`${paint.bold("y")} goes ahead, any other key leaves it.`, width),
  ]
}

/** All keys. */
export function helpPage(width: number, { paint }: Look): string[] {
  const keys: [string, string][] = [
    ["Enter", "the next step that is still to be done; on a step that nothing can prove: it is done"],
    ["b, left", "one step back"],
    ["right", "one step on"],
    ["r", "to the step that turned red again"],
    ["up, down, j, k", "move the text; PageUp and PageDown by more"],
    ["h", "a hint; again for the next rung: what is seen, the concept, the commands, the solution"],
    ["n", "the whole chapter"],
    ["s", "a shell on dev, prod or this machine; leaving it comes back here"],
    ["a", "answer the question of the step"],
    ["c", "look now; checks that have to act say what they will do, and ask"],
    ["x", "skip an optional step"],
    ["q, Ctrl-C", "leave; the next `course run` goes on here"],
  ]
  const column = 16
  return [
    paint.bold("Keys"),
    "",
    ...keys.flatMap(([key, what]) => wrapped(what, width, " ".repeat(column), paint.bold(key.padEnd(column)))),
  ]
}

/** The end of the way through a block. */
export function endPage(model: Model, width: number, { paint, mark }: Look): string[] {
  const { number, tag } = model.outline.block
  const { done, total } = tally(model)
  const left = leftOver(model)
  if (left.length === 0)
    return [
      ...wrapped(paint.green.bold(`${mark.pass} Block ${number} is done: ${done} of ${total} steps.`), width),
      "",
      ...(tag === undefined ? [] : wrapped(`What you have now is ${tag}.`, width)),
      ...wrapped(
        `\`course check block${number}\` gives the points, \`course run ${number + 1}\` begins the next block.`,
        width,
      ),
      "",
      paint.dim("Enter or q leaves."),
    ]
  return [
    ...wrapped(paint.bold(`This is the end of block ${number}: ${done} of ${total} steps are done.`), width),
    "",
    "Still open:",
    ...left.flatMap(({ id, title }) => wrapped(`${id} ${title}`, width, "      ", `   ${mark.open} `)),
    "",
    ...wrapped(paint.dim("Enter goes to the first of them, q leaves."), width),
  ]
}

function evidence(label: string, text: string, width: number, dim: (text: string) => string): string[] {
  const [first = "", ...rest] = escapeTerminal(text).split("\n")
  const indent = " ".repeat(10)
  return [first, ...rest].flatMap((line, index) =>
    wrapped(line, width, indent, index === 0 ? dim(label.padEnd(10)) : indent),
  )
}

function diffLines(text: string, width: number, paint: Look["paint"]): string[] {
  return escapeTerminal(text)
    .replace(/\n$/, "")
    .split("\n")
    .flatMap((line) => wrapAnsi(coloured(line, paint), width, { hard: true, trim: false }).split("\n"))
}

function coloured(line: string, paint: Look["paint"]): string {
  if (line.startsWith("+")) return paint.green(line)
  if (line.startsWith("-")) return paint.red(line)
  return line.startsWith("@@") ? paint.cyan(line) : line
}

function trimmed(lines: string[]): string[] {
  const end = lines.findLastIndex((line) => line !== "")
  return lines.slice(0, end + 1)
}
