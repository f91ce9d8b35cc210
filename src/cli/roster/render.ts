import { Ansis } from "ansis"
import stringWidth from "string-width"
import { oneLine } from "../../reporters/escape.js"
import { symbols } from "../../reporters/symbols.js"
import type { Finding } from "../diagnose.js"
import type { StudentLook } from "./look-at-student.js"
import { TROUBLES, troubleOf, troublesOf } from "./trouble.js"

const NAME_WIDTH = 28

export function isReady({ hosts }: StudentLook): boolean {
  return hosts.every(({ findings }) => troublesOf(findings).length === 0)
}

/** One line per student, then how many have which trouble. */
export function renderClass(
  looks: readonly StudentLook[],
  { color, unicode }: { color: boolean; unicode: boolean },
): string {
  const paint = new Ansis(color ? 1 : 0)
  const marks = symbols(unicode)
  const idWidth = Math.max(0, ...looks.map(({ student }) => student.id.length))
  const lines = looks.map((look) => {
    const mark =
      look.hosts.length === 0 ? paint.dim(marks.skip) : isReady(look) ? paint.green(marks.pass) : paint.red(marks.fail)
    const hosts = look.hosts.map(({ role, findings }) => `${paint.bold(role)} ${saidOf(findings)}`)
    const said = hosts.length === 0 ? paint.dim("hands in, no machine to look at") : hosts.join("  ")
    return `${mark} ${look.student.id.padEnd(idWidth)}  ${fitted(oneLine(look.student.name))}  ${said}`
  })
  return `${[...lines, "", ...summary(looks)].join("\n")}\n`
}

function saidOf(findings: readonly Finding[]): string {
  const worst = findings.filter(({ level }) => level === "problem")
  const shown =
    worst.length > 0 ? worst : findings.filter(({ level, topic }) => level === "warning" && topic !== "host key")
  const said = shown.map((finding) => `${troubleOf(finding)}: ${oneLine(finding.message)}`).join(" ")
  return worst.length > 0 ? said : said === "" ? "ready" : `ready (${said})`
}

function summary(looks: readonly StudentLook[]): string[] {
  const seen = looks.filter(({ hosts }) => hosts.length > 0)
  const ready = seen.filter(isReady).length
  const handIn = looks.length - seen.length
  const counts = [`${ready} ready`, `${seen.length - ready} not ready`, ...(handIn > 0 ? [`${handIn} hand in`] : [])]
  const groups = TROUBLES.flatMap((trouble) => {
    const ids = seen
      .filter(({ hosts }) => hosts.some(({ findings }) => troublesOf(findings).includes(trouble)))
      .map(({ student }) => student.id)
    return ids.length === 0 ? [] : [`  ${trouble.padEnd(10)}  ${String(ids.length).padStart(4)}  ${ids.join(", ")}`]
  })
  return [`${looks.length} ${looks.length === 1 ? "student" : "students"}: ${counts.join(", ")}.`, ...groups]
}

/** As wide as the others, also in scripts whose letters are wide. */
function fitted(name: string): string {
  let cut = name
  while (stringWidth(cut) > NAME_WIDTH) cut = [...cut].slice(0, -1).join("")
  return cut + " ".repeat(NAME_WIDTH - stringWidth(cut))
}
