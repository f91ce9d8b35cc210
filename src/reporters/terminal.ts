import { Ansis } from "ansis"
import stringWidth from "string-width"
import wrapAnsi from "wrap-ansi"
import type { CheckResult, Report } from "../engine/report.js"
import { escapeTerminal, oneLine } from "./escape.js"
import { bySteps, scoreLine, secondsOf, sectionsOf, titleOf, type Failing, type Group } from "./sections.js"
import { symbols, type Symbols } from "./symbols.js"

export interface TerminalOptions {
  /** Columns. */
  width: number
  color: boolean
  unicode: boolean
}

/** The report for a person at a terminal: what is wrong and what to do, then everything in short, then the score. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const page = new Page(options)
  const { failing, errors, leftOut } = sectionsOf(report)
  renderHead(page, report)
  for (const each of failing) renderFailing(page, each)
  if (errors.length > 0) renderErrors(page, errors, report)
  renderList(page, report.checks)
  if (leftOut.length > 0) renderLeftOut(page, leftOut)
  renderSummary(page, report)
  return page.text()
}

function renderHead(page: Page, report: Report): void {
  const { paint } = page
  page.line(paint.bold(`${titleOf(report)}, ${report.track === "python" ? "Python" : "TypeScript"} track`))
  for (const { role, address, reachable, problem } of report.hosts) {
    const note = reachable ? "" : paint.yellow(` ${page.symbols.dash} not reachable`)
    page.wrapped(oneLine(address) + note, " ".repeat(9), undefined, `  ${paint.dim(role.padEnd(7))}`)
    if (!reachable && problem !== undefined) page.wrapped(escapeTerminal(problem), " ".repeat(9))
  }
  page.line()
}

function renderFailing(page: Page, { check, waiting }: Failing): void {
  const { paint, symbols } = page
  const heading = `${paint.bold(check.id)}  ${escapeTerminal(check.title)} ${paint.dim(`(${placeOf(check)})`)}`
  page.wrapped(heading, "  ", undefined, `${paint.red.bold(symbols.fail)} `)
  if (check.message !== undefined) page.wrapped(escapeTerminal(check.message), "  ")
  renderEvidence(page, check)
  if (check.hint !== undefined)
    page.wrapped(escapeTerminal(check.hint), "    ", undefined, `  ${paint.cyan(symbols.arrow)} `)
  if (waiting.length > 0) {
    const noun = waiting.length === 1 ? "waits" : "wait"
    page.wrapped(`${waiting.length} more ${noun} for ${check.id}: ${waiting.join(", ")}`, "    ", paint.dim, "  ")
  }
  page.line()
}

function renderEvidence(page: Page, { evidence }: CheckResult): void {
  if (!evidence) return
  const { paint, symbols } = page
  const labelled = [
    ["expected", evidence.expected],
    ["actual", evidence.actual],
  ] as const
  for (const [label, value] of labelled) {
    if (value === undefined) continue
    page.wrapped(escapeTerminal(value), " ".repeat(14), undefined, `    ${paint.dim(label.padEnd(10))}`)
  }
  if (evidence.excerpt === undefined) return
  const bar = `    ${paint.dim(symbols.bar)} `
  for (const line of escapeTerminal(evidence.excerpt).split("\n")) page.wrapped(line, bar)
}

function renderErrors(page: Page, errors: Group[], report: Report): void {
  const { paint, symbols } = page
  const known = new Set(report.hosts.map(({ problem }) => problem))
  for (const { because, checks, waiting } of errors) {
    const count = checks.length === 1 ? "1 check" : `${checks.length} checks`
    page.line(`${paint.yellow.bold(symbols.error)} ${paint.bold(`${count} could not be observed`)}`)
    if (!known.has(because)) page.wrapped(escapeTerminal(because), "  ")
    else {
      const host = report.hosts.find(({ problem }) => problem === because)
      page.wrapped(`${host?.role ?? "The host"} was not reachable, as said above.`, "  ")
    }
    const ids = [...checks.map(({ id }) => id), ...waiting]
    page.wrapped(ids.join(", "), "  ", paint.dim)
    page.wrapped(adviceFor(because, report), "    ", undefined, `  ${paint.cyan(symbols.arrow)} `)
    page.line()
  }
}

function adviceFor(because: string, { hosts }: Report): string {
  const lost = hosts.find(({ problem }) => problem === because)
  const cost = "It costs no points."
  return lost ? `To find out more, run \`course doctor ${lost.role}\`. ${cost}` : cost
}

/** Every check as a mark and a short name, a line or so per step. */
function renderList(page: Page, checks: readonly CheckResult[]): void {
  const { paint } = page
  const steps = bySteps(checks)
  if (steps.length === 0) return
  const column = Math.max(...steps.map(({ step }) => stringWidth(step))) + 2
  for (const { step, checks: members } of steps) {
    const words = members.map((check) => `${page.mark(check.status)}\u00a0${shortId(check)}`)
    page.wrapped(words.join("  "), " ".repeat(column), undefined, paint.dim(step.padEnd(column)))
  }
  page.line()
}

function renderLeftOut(page: Page, groups: Group[]): void {
  const { paint, symbols } = page
  for (const { because, checks } of groups) {
    const ids = checks.map(({ id }) => id).join(", ")
    page.wrapped(`${ids}: ${escapeTerminal(because)}`, "  ", paint.dim, `${paint.dim(symbols.skip)} `)
  }
  page.line()
}

function renderSummary(page: Page, report: Report): void {
  const { paint, symbols } = page
  const { pass, fail, skip, error } = report.summary
  const parts = [
    paint.green(`${symbols.pass} ${pass} passed`),
    ...(fail > 0 ? [paint.red.bold(`${symbols.fail} ${fail} failed`)] : []),
    ...(error > 0 ? [paint.yellow(`${symbols.error} ${error} not observed`)] : []),
    ...(skip > 0 ? [paint.dim(`${symbols.skip} ${skip} skipped`)] : []),
  ]
  parts.push(paint.dim(`in ${secondsOf(report).toFixed(1)} s`))
  page.wrapped(parts.map((part) => part.replaceAll(" ", "\u00a0")).join("   "), "")
  page.line(paint.bold(scoreLine(report)))
}

function placeOf({ step, host, optional, informational }: CheckResult): string {
  const kind = informational ? ", not scored" : optional ? ", bonus" : ""
  return `step ${step}, on ${host}${kind}`
}

/** The block is known from the step: `b5.active` is shown as `active`. */
function shortId({ id }: CheckResult): string {
  return id.replace(/^b\d+\./, "")
}

/** Lines that never pass the width. */
class Page {
  readonly paint: Ansis
  readonly symbols: Symbols
  readonly #lines: string[] = []
  readonly #width: number

  constructor({ width, color, unicode }: TerminalOptions) {
    this.paint = new Ansis(color ? 1 : 0)
    this.symbols = symbols(unicode)
    this.#width = width
  }

  line(text = ""): void {
    this.#lines.push(text)
  }

  /** Wraps text, every line behind `indent`, the first behind `first` where it differs. */
  wrapped(text: string, indent: string, style: (text: string) => string = (same) => same, first = indent): void {
    const room = Math.max(20, this.#width - stringWidth(indent))
    const lines = wrapAnsi(text, room, { hard: true, trim: true }).split("\n")
    lines.forEach((line, index) => this.line((index === 0 ? first : indent) + style(line.replaceAll("\u00a0", " "))))
  }

  mark(status: CheckResult["status"]): string {
    const { paint, symbols } = this
    if (status === "pass") return paint.green(symbols.pass)
    if (status === "fail") return paint.red.bold(symbols.fail)
    return status === "error" ? paint.yellow(symbols.error) : paint.dim(symbols.skip)
  }

  text(): string {
    return `${this.#lines
      .map((line) => line.trimEnd())
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")}\n`
  }
}
