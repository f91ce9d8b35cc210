import { oneLine } from "../../reporters/escape.js"
import { openState, openStep, redAgain, toAct, toAnswer, type Model } from "../model.js"
import { nextOpen, tally } from "../way.js"
import { outcomeLines, outcomesOf } from "./outcomes.js"
import { confirmPage, endPage, helpPage, hintPage, type RenderPieces } from "./pages.js"
import { cut, ends, lookOf, type Look, type Size, type Style } from "./style.js"

export interface Screen {
  /** Exactly as many as the terminal has rows. */
  lines: string[]
  /** The least and the most that the text can be moved by. */
  least: number
  furthest: number
  /** Lines of text that are seen at once. */
  page: number
}

export interface ScreenOptions {
  size: Size
  style: Style
  /** The text of the open step, in lines of the given width. */
  text: (width: number) => readonly string[]
  /** The whole chapter, and the line where the open step begins. */
  chapter: (columns: number) => { lines: readonly string[]; place: number }
  render: RenderPieces
}

/** From here on the outcomes stand beside the text and not below it. */
const WIDE = 116
const SIDE = 44
/** Longer lines are hard to read. */
const TEXT = 92

/** The whole screen, for one model. Pure. */
export function renderScreen(model: Model, options: ScreenOptions): Screen {
  const { size, style } = options
  const look = lookOf(style)
  const { columns, rows } = size
  const head = headOf(model, columns, look)
  const foot = [...noticesOf(model, columns, look), rule(columns, look), keysOf(model, columns, look)]
  const room = Math.max(1, rows - head.length - foot.length)
  const body =
    model.mode.kind === "notes"
      ? wholeChapter(model, room, options, look)
      : columns >= WIDE
        ? sideBySide(model, room, options, look)
        : oneAboveTheOther(model, room, options, look)
  const lines = [...head, ...body.lines, ...foot].slice(0, rows)
  const { furthest, least = 0, page } = body
  return { lines: [...lines, ...Array<string>(rows - lines.length).fill("")], furthest, least, page }
}

function headOf(model: Model, columns: number, look: Look): string[] {
  const { paint, mark } = look
  const { block } = model.outline
  const { done, total } = tally(model)
  const filled = total === 0 ? 0 : Math.round((done / total) * 10)
  const bar = `${mark.full.repeat(filled)}${mark.empty.repeat(10 - filled)} ${done}/${total}`
  const title = cut(`Block ${block.number} ${mark.dot} ${block.title}`, columns - bar.length - 3)
  const step = openStep(model)
  const where = step === undefined ? "" : placeOf(model)
  const heading = step === undefined ? "The end of the block" : `${step.id}  ${step.title}`
  return [
    ends(` ${paint.dim(title)}`, `${paint.cyan(bar)} `, columns),
    ends(` ${paint.bold(cut(heading, columns - where.length - 4))}`, `${paint.cyan(where)} `, columns),
    rule(columns, look),
  ]
}

/** Where to do the step, and whether it has to be done. */
function placeOf(model: Model): string {
  const step = openStep(model)
  const hosts = [...new Set(step?.checks.map(({ host }) => host))]
  return [step?.optional ? "optional" : "", hosts.length > 0 ? `on ${hosts.join(" and ")}` : ""]
    .filter(Boolean)
    .join(", ")
}

interface Body {
  lines: string[]
  least?: number
  furthest: number
  page: number
}

function wholeChapter(model: Model, room: number, { size, chapter }: ScreenOptions, look: Look): Body {
  const { lines: all, place } = chapter(size.columns - 2)
  const rows = Math.max(1, room - 1)
  const { lines, furthest } = windowOf(all, rows, Math.max(0, place + model.scroll))
  const at = Math.min(Math.max(0, place + model.scroll), furthest)
  return {
    lines: [...lines.map((line) => ` ${line}`), seam(furthest, at, size.columns, look)],
    least: -place,
    furthest: furthest - place,
    page: rows,
  }
}

function oneAboveTheOther(model: Model, room: number, options: ScreenOptions, look: Look): Body {
  const { columns } = options.size
  const most = Math.max(3, Math.floor(room * 0.45))
  const panel = panelOf(model, columns, most, look)
  const above = panel.length === 0 ? room : Math.max(1, room - panel.length - 1)
  const text = textOf(model, Math.min(columns - 2, TEXT), options, look)
  const { lines, furthest } = windowOf(text, above, model.scroll)
  const padded = lines.map((line) => ` ${line}`)
  if (panel.length === 0) return { lines: padded, furthest, page: above }
  return { lines: [...padded, seam(furthest, model.scroll, columns, look), ...panel], furthest, page: above }
}

function sideBySide(model: Model, room: number, options: ScreenOptions, look: Look): Body {
  const { columns } = options.size
  const wide = Math.min(TEXT, columns - SIDE - 4)
  const side = columns - wide - 5
  const text = textOf(model, wide, options, look)
  const { lines, furthest } = windowOf(text, room - 1, model.scroll)
  const panel = panelOf(model, side, room, look)
  const bar = look.paint.dim(look.mark.rule === "─" ? "│" : "|")
  const rows = Array.from({ length: room - 1 }, (_, at) => {
    const left = ` ${lines[at] ?? ""}`
    return `${ends(left, "", wide + 3)}${bar} ${panel[at] ?? ""}`
  })
  const left = furthest - Math.min(model.scroll, furthest)
  const more = left > 0 ? look.paint.dim(` ${look.mark.more} ${left} more lines (j)`) : ""
  return { lines: [...rows, `${ends(more, "", wide + 3)}${bar}`], furthest, page: room - 1 }
}

/** What stands in the place of the text: the step, or what was asked for. */
function textOf(model: Model, width: number, { text, render }: ScreenOptions, look: Look): readonly string[] {
  const { mode } = model
  if (mode.kind === "hint") return hintPage(mode.hint, width, look, render)
  if (mode.kind === "help") return helpPage(width, look)
  if (mode.kind === "confirm") return confirmPage(model, mode.checks, width, look)
  return openStep(model) ? text(width) : endPage(model, width, look)
}

/** Outcomes, or what is going on. */
function panelOf(model: Model, width: number, rows: number, look: Look): string[] {
  const { paint, mark } = look
  const step = openStep(model)
  if (!step || model.mode.kind === "help" || model.mode.kind === "confirm") return []
  if (model.mode.kind === "green") {
    const next = nextOpen(model, model.at)
    const coming = next === undefined ? undefined : model.outline.steps[next]
    const then = coming ? `Next: ${coming.id} ${coming.title}` : "This was the last one."
    return [paint.green.bold(` ${mark.pass} Step ${step.id} is green.`), ` ${paint.dim(cut(then, width - 2))}`]
  }
  const outcomes = outcomesOf(model, width, look)
  const state = openState(model)
  const said = state === "said" ? [paint.dim(` ${mark.pass} You said that this is done.`)] : []
  if (model.mode.kind === "acting") said.push(paint.cyan(` ${mark.acts} Checking, which may take a while.`))
  if (model.mode.kind === "thinking") said.push(paint.cyan(` ${mark.acts} Looking for a hint.`))
  if (state === "unjudged" && step.checks.length === 0)
    said.push(paint.dim(` ${mark.waiting} Nothing can prove this step. Press Enter when you have done it.`))
  else if (state === "unjudged") said.push(paint.dim(" Press Enter when you have done it."))
  return [...outcomeLines(outcomes, rows - said.length, look), ...said]
}

function windowOf(text: readonly string[], rows: number, scroll: number): { lines: string[]; furthest: number } {
  const furthest = Math.max(0, text.length - rows)
  const from = Math.min(scroll, furthest)
  const lines = text.slice(from, from + rows)
  return { lines: [...lines, ...Array<string>(Math.max(0, rows - lines.length)).fill("")], furthest }
}

function seam(furthest: number, scroll: number, columns: number, look: Look): string {
  const left = furthest - Math.min(scroll, furthest)
  if (left === 0) return rule(columns, look)
  const word = ` ${look.mark.more} ${left} more ${left === 1 ? "line" : "lines"} (j) `
  const { paint, mark } = look
  return paint.dim(`${mark.rule.repeat(3)}${word}${mark.rule.repeat(Math.max(0, columns - 3 - word.length))}`)
}

function noticesOf(model: Model, columns: number, { paint, mark }: Look): string[] {
  const red = redAgain(model).map(({ step, check, known }) =>
    paint.red(cut(` ${mark.red} ${step.id} is red again (r): ${check}: ${oneLine(known.message ?? "")}`, columns - 1)),
  )
  const shown = red.length > 2 ? [...red.slice(0, 1), paint.red(` ${mark.red} and ${red.length - 1} more (r)`)] : red
  return [...shown, ...model.notices.slice(-2).map((text) => paint.yellow(cut(` ${oneLine(text)}`, columns - 1)))]
}

function keysOf(model: Model, columns: number, { paint }: Look): string {
  const step = openStep(model)
  if (model.mode.kind === "notes") return keyBar(["n step", "j down", "k up", "Space page", "q quit"], columns, paint)
  if (model.mode.kind === "choose-host")
    return keyBar(["d dev", "p prod", "l laptop", "Esc back"], columns, paint, "Shell on:  ")
  const offered = [
    "Enter next",
    ...(step && toAct(model).length > 0 ? ["c check"] : []),
    ...(step && toAnswer(model) !== undefined ? ["a answer"] : []),
    ...(step?.optional ? ["x skip"] : []),
    ...(step ? ["h hint"] : []),
    "s shell",
    "n notes",
    "? help",
    "b back",
    "q quit",
  ]
  return keyBar(offered, columns, paint)
}

/** Keys in one line; of what does not fit, the last but the very last goes first. */
function keyBar(offered: readonly string[], columns: number, paint: Look["paint"], before = ""): string {
  const fitting = [...offered]
  while (fitting.length > 1 && (before + fitting.join("  ")).length > columns - 2) fitting.splice(-2, 1)
  return cut(` ${before}`, columns) + fitting.map((each) => key(each, paint)).join("  ")
}

function key(text: string, paint: Look["paint"]): string {
  const [name = "", ...rest] = text.split(" ")
  return `${paint.bold(name)} ${paint.dim(rest.join(" "))}`
}

function rule(columns: number, { paint, mark }: Look): string {
  return paint.dim(mark.rule.repeat(columns))
}
