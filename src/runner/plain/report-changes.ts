import { escapeTerminal, oneLine } from "../../reporters/escape.js"
import { effectsOf, openState, openStep, redAgain, type Model } from "../model.js"
import { spoken } from "../screen/outcomes.js"
import { endPage, hintPage, type RenderPieces } from "../screen/pages.js"
import { lookOf } from "../screen/style.js"
import { tally } from "../way.js"
import { wordList } from "./words.js"

export interface PlainOptions {
  width: number
  unicode: boolean
  text: (step: string, width: number) => readonly string[]
  chapter: (width: number) => { lines: readonly string[] }
  render: RenderPieces
}

/** What to say in lines when one model follows another; everything about the open step without an earlier one. Pure. */
export function reportChanges(before: Model | undefined, now: Model, options: PlainOptions): string[] {
  const moved = before?.at !== now.at
  return [
    ...(moved ? [] : standings(before, now)),
    ...(before ? greeting(before, now) : []),
    ...(before ? turnedRed(before, now) : []),
    ...now.notices.filter((notice) => !before?.notices.includes(notice)).map(oneLine),
    ...(moved ? openedStep(now, options) : []),
    ...(before && before.mode === now.mode ? [] : modeLines(now, options)),
  ]
}

function greeting(before: Model, now: Model): string[] {
  if (before.mode.kind === "green" || now.mode.kind !== "green") return []
  const step = openStep(now)
  return step ? [`Step ${step.id} is green.`] : []
}

function openedStep(model: Model, { width, unicode, text }: PlainOptions): string[] {
  const step = openStep(model)
  const { done, total } = tally(model)
  if (!step) return ["", ...endPage(model, width, lookOf({ color: false, unicode }))]
  const hosts = [...new Set(step.checks.map(({ host }) => host))]
  const where = hosts.length > 0 ? `, on ${hosts.join(" and ")}` : ""
  const optional = step.optional ? ", optional" : ""
  return [
    "",
    `Step ${step.id}: ${step.title} (${done} of ${total} steps done${where}${optional})`,
    "",
    ...text(step.id, width),
    "",
    ...(step.checks.length === 0 ? ["Nothing can prove this step: type next when you have done it."] : []),
    ...step.checks.map((check) => spoken(check, model)),
  ]
}

/** Checks of the open step whose standing changed, while the step stayed. */
function standings(before: Model | undefined, now: Model): string[] {
  if (!before || before.mode.kind === "green") return []
  return (openStep(now)?.checks ?? []).flatMap((check) => {
    const [old, line] = [spoken(check, before), spoken(check, now)]
    return old === line ? [] : [line]
  })
}

function turnedRed(before: Model, now: Model): string[] {
  const known = new Set(redAgain(before).map(({ step }) => step.id))
  const still = new Set(redAgain(now).map(({ step }) => step.id))
  const lost = redAgain(now)
    .filter(({ step }) => !known.has(step.id))
    .map(({ step, check, known: { message } }) =>
      oneLine(`Step ${step.id} is red again: ${check}: ${message ?? step.title}`),
    )
  const back = [...known].filter((id) => !still.has(id)).map((id) => `Step ${id} is green again.`)
  return [...lost, ...back]
}

function modeLines(model: Model, { width, unicode, render, chapter }: PlainOptions): string[] {
  const { mode } = model
  switch (mode.kind) {
    case "confirm":
      return [
        "These checks have to act in order to know. course",
        ...effectsOf(model, mode.checks).map((effect) => `  ${escapeTerminal(effect)}`),
        "Type yes to go ahead, anything else to leave it.",
      ]
    case "acting":
      return ["Checking, which may take a while."]
    case "hint":
      return ["", ...hintPage(mode.hint, width, lookOf({ color: false, unicode }), render).slice(0, -2), ""]
    case "help":
      return wordList()
    case "notes":
      return [...chapter(width).lines]
    case "choose-host":
      return ["Say where: shell dev, shell prod or shell laptop."]
    case "step":
      return openState(model) === "later" ? ["What proves this step comes later: type next when you have done it."] : []
    case "green":
    case "thinking":
    case "away":
      return []
  }
}
