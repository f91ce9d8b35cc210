import type { Ansis } from "ansis"
import stringWidth from "string-width"
import { oneLine } from "../../reporters/escape.js"
import { symbols } from "../../reporters/symbols.js"
import { isIdle, secondsLeft, speed, type ClassTally, type InWork } from "./class-tally.js"

export interface ScreenStyle {
  paint: Ansis
  unicode: boolean
  columns: number
  rows: number
}

const BAR = 24

/** The picture of a class in work, as lines that each fit the terminal. Pure. */
export function classScreen(tally: ClassTally, now: number, style: ScreenStyle): string[] {
  const { paint, columns, rows } = style
  const room = Math.max(1, Math.min(rows - 4, 12))
  const working = [...tally.inWork.values()].sort((a, b) => a.since - b.since)
  const hidden = working.length - room
  return [
    ...working.slice(0, room).map((student) => fit(line(student, now, style), columns, paint)),
    ...(hidden > 0 ? [fit(paint.dim(`  and ${hidden} more in work`), columns, paint)] : []),
    fit(footer(tally, now, style), columns, paint),
  ]
}

function line({ id, name, since, pass, fail, error }: InWork, now: number, { paint, unicode }: ScreenStyle): string {
  const marks = symbols(unicode)
  const seconds = `${Math.round((now - since) / 1000)} s`.padStart(6)
  const counts = [
    paint.green(`${marks.pass} ${pass}`),
    ...(fail > 0 ? [paint.red(`${marks.fail} ${fail}`)] : []),
    ...(error > 0 ? [paint.yellow(`${marks.error} ${error}`)] : []),
  ].join("  ")
  const who = oneLine(name) === oneLine(id) ? oneLine(id) : `${oneLine(id)}  ${oneLine(name)}`
  return `${paint.dim(seconds)}  ${padded(who, 36)}  ${counts}`
}

function footer(tally: ClassTally, now: number, { paint, unicode }: ScreenStyle): string {
  const { total, over, unobserved } = tally
  const filled = total === 0 ? BAR : Math.round((over / total) * BAR)
  const bar = (unicode ? ["█", "░"] : ["#", "."]).map((mark, index) => mark.repeat(index === 0 ? filled : BAR - filled))
  const perSecond = speed(tally, now)
  const left = secondsLeft(tally, now)
  const parts = [
    `${bar.join("")}  ${over}/${total}`,
    ...(unobserved > 0 ? [paint.yellow(`${unobserved} not observed`)] : []),
    ...(isIdle(tally) ? [paint.yellow("nobody is at work")] : []),
    ...(perSecond === undefined ? [] : [paint.dim(`${(perSecond * 60).toFixed(perSecond < 1 ? 1 : 0)}/min`)]),
    ...(left === undefined || over === total ? [] : [paint.dim(`about ${duration(left)} left`)]),
  ]
  return parts.join("  ")
}

/** `48 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function padded(text: string, width: number): string {
  const cut = cutTo(text, width)
  return `${cut}${" ".repeat(Math.max(0, width - stringWidth(cut)))}`
}

/** A line that wrapped could not be redrawn. */
function fit(text: string, columns: number, paint: Ansis): string {
  return stringWidth(text) < columns ? text : cutTo(paint.strip(text), columns - 1)
}

function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let cut = ""
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (stringWidth(cut) + stringWidth(segment) > width - 3) break
    cut += segment
  }
  return `${cut}...`
}
