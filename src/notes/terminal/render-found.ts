import { escapeTerminal, oneLine } from "../../reporters/escape.js"
import { excerptAround, positionsOf, type Found } from "../search.js"
import { lookOf, type Look, type LookOptions } from "./look.js"
import { columnsOf } from "./flow.js"
import { wrapped } from "./wrap.js"

/** What a search found: place, heading, a piece of the text with the words marked, and the line to look at. */
export function renderFound(
  found: readonly Found[],
  term: string,
  options: LookOptions & { columns: number },
): string[] {
  const look = lookOf(options)
  const { text: width } = columnsOf(options.columns, true)
  if (found.length === 0) return wrapped(`Nothing in the notes is like "${oneLine(term)}".`, width)
  return found.flatMap((each) => [...foundLines(each, width, look), ""])
}

function foundLines(found: Found, width: number, look: Look): string[] {
  const { paint } = look
  const more = found.more === 0 ? "" : `, ${found.more} more there`
  const head = `${paint.bold.cyan(oneLine(found.place))}  ${paint.bold(oneLine(found.heading))}`
  // An excerpt of two lines tells enough.
  const excerpt = excerptAround(found, 2 * (width - 4) - 12)
  return [
    ...wrapped(head, width, "", "  "),
    ...wrapped(marked(escapeTerminal(excerpt), found.words, look), width, "    "),
    ...wrapped(paint.dim(`${found.file}:${found.line}${more}`), width, "    "),
  ]
}

function marked(text: string, words: readonly string[], { paint, color }: Look): string {
  if (!color) return text
  let end = 0
  const parts = positionsOf(text, words).map(({ from, to }) => {
    const part = text.slice(end, from) + paint.bold.yellow(text.slice(from, to))
    end = to
    return part
  })
  return parts.join("") + text.slice(end)
}
