import { Ansis } from "ansis"
import { oneLine } from "../../reporters/escape.js"
import { symbols } from "../../reporters/symbols.js"
import { nameOf, type Seen } from "../../setup/candidate.js"
import { answers } from "../../setup/search.js"

const ANSWERS: Record<Seen["answer"], string> = {
  "this machine": "course runs in it",
  ssh: "an SSH server answers",
  untried: "reached through another host, not tried",
  "something else": "something answers that is no SSH server",
  refused: "it is there, but no SSH server listens",
  silent: "no answer",
  "no way": "no way leads there",
}

/** Lines for a terminal: what was found, and what answers there. */
export function showFound(seen: readonly Seen[], { color, unicode }: { color: boolean; unicode: boolean }): string {
  const paint = new Ansis(color ? 1 : 0)
  const marks = symbols(unicode)
  const width = Math.max(...seen.map((each) => oneLine(nameOf(each)).length))
  const lines = seen.map((each) => {
    const mark = answers(each) ? paint.green(marks.pass) : paint.dim(marks.skip)
    const facts = [each.source, ANSWERS[each.answer], ...(each.note === undefined ? [] : [each.note])].join("; ")
    return `  ${mark} ${oneLine(nameOf(each)).padEnd(width)}  ${paint.dim(oneLine(facts))}`
  })
  const none = "No machine of the course answers. Are both switched on?"
  return [...lines, ...(seen.some(answers) ? [] : [none])].join("\n")
}
