import { oneLine } from "../../reporters/escape.js"
import type { Known } from "../known.js"
import { openState, openStep, type Model } from "../model.js"
import type { OutlineCheck } from "../outline.js"
import { laterStepOf } from "../step-state.js"
import { wrapped, type Look } from "./style.js"

/** Lines that tell how a check stands; how many of them are shown depends on the room. */
export interface Outcome {
  id: string
  passed: boolean
  title: string[]
  detail: string[]
}

/** What proves the open step, with how it stands: what is still missing first. */
export function outcomesOf(model: Model, width: number, look: Look): Outcome[] {
  const step = openStep(model)
  if (!step) return []
  const outcomes = step.checks.map((check) => outcomeOf(check, model, width, look))
  return [...outcomes.filter(({ passed }) => !passed), ...outcomes.filter(({ passed }) => passed)]
}

/** Outcomes in at most `rows` lines: titles first, then as much of what is said about those still open as there is room for. */
export function outcomeLines(outcomes: readonly Outcome[], rows: number, { paint }: Look): string[] {
  if (outcomes.length === 0) return []
  const heights = outcomes.map(({ title }) => title.length)
  const height = (count: number): number => heights.slice(0, count).reduce((sum, each) => sum + each, 0)
  let count = outcomes.length
  while (count > 1 && height(count) + (count < outcomes.length ? 1 : 0) > rows) count--
  const shown = outcomes.slice(0, count)
  let spare = rows - height(count) - (count < outcomes.length ? 1 : 0)
  const lines = shown.flatMap(({ title, detail }) => {
    const room = detail.slice(0, Math.max(0, spare))
    spare -= room.length
    return [...title, ...room]
  })
  const rest = outcomes.slice(shown.length)
  if (rest.length === 0) return lines
  const green = rest.filter(({ passed }) => passed).length
  const word = green === rest.length ? "green" : `${rest.length - green} of them open`
  return [...lines, paint.dim(`   and ${rest.length} more, ${word}`)]
}

/** One line about a check without colours, for people who hear it. */
export function spoken(check: OutlineCheck, model: Model): string {
  const known = model.known.get(check.id)
  const message = detailOf(check, known, model)
  const state = known?.standing === "pass" ? "green" : known?.standing === "error" ? "not seen" : "open"
  return `${state}: ${check.id}, ${check.title}.${message === "" ? "" : ` ${message}`}`
}

function outcomeOf(check: OutlineCheck, model: Model, width: number, look: Look): Outcome {
  const { paint } = look
  const known = model.known.get(check.id)
  const passed = known?.standing === "pass"
  const { sign, color } = signOf(check, known, model, look)
  const bonus = check.decides ? "" : " (bonus)"
  const title = wrapped(check.title + bonus, width, "   ", "").map((line) => (passed ? paint.dim(line) : line))
  const detail = detailOf(check, known, model)
  return {
    id: check.id,
    passed,
    title: title.map((line, index) => (index === 0 ? ` ${color(sign)} ${line}` : line)),
    detail: detail === "" ? [] : wrapped(detail, width - 1, "     ").map((line) => paint.dim(line)),
  }
}

function signOf(
  check: OutlineCheck,
  known: Known | undefined,
  model: Model,
  { paint, mark }: Look,
): { sign: string; color: (text: string) => string } {
  const wasGreen = model.marks[check.step]?.greenAt !== undefined
  switch (known?.standing) {
    case "pass":
      return { sign: mark.pass, color: paint.green }
    case "fail":
      return wasGreen ? { sign: mark.red, color: paint.red } : { sign: mark.open, color: paint.reset }
    case "error":
      return { sign: mark.trouble, color: paint.yellow }
    case "waiting":
    case "not-here":
      return { sign: mark.waiting, color: paint.dim }
    case "absent":
      return { sign: mark.acts, color: paint.cyan }
    case undefined:
      return check.effects.length > 0
        ? { sign: mark.acts, color: paint.cyan }
        : { sign: mark.waiting, color: paint.dim }
  }
}

/** What is to be said about a check that has not passed; empty where there is nothing. */
function detailOf(check: OutlineCheck, known: Known | undefined, model: Model): string {
  const said = oneLine(known?.message ?? "")
  switch (known?.standing) {
    case "pass":
      return ""
    case "fail":
      return check.asks && check.effects.length === 0 ? `${said} Press a to answer.` : said
    case "error":
      return `Not seen: ${said}`
    case "not-here":
      return said
    case "absent":
      return `${said} Press c to have it started and checked.`
    case "waiting":
      return waitingFor(check, known, model)
    case undefined:
      return check.effects.length > 0 ? `Press c to check: it ${check.effects.join("; it ")}.` : "Looking."
  }
}

function waitingFor(check: OutlineCheck, known: Known, model: Model): string {
  const step = openStep(model)
  const later = step && laterStepOf(check, step, model.outline, model.known)
  // Where something else of the step is open, that is what to do, and not to go on.
  const goOn = openState(model) === "later" ? " Enter goes on." : ""
  if (later !== undefined) return `This can only be told after step ${later}.${goOn}`
  const need = known.waitsFor
  const place = need === undefined ? undefined : model.outline.checks.get(need)
  if (need !== undefined && place?.step === check.step) return `Waits for ${need}.`
  const why = need === undefined ? "" : oneLine(model.known.get(need)?.message ?? "")
  return `Waits for step ${place?.step ?? "before it"}${need === undefined ? "" : ` (${need})`}. ${why}`.trim()
}
