import stringWidth from "string-width"
import wrapAnsi from "wrap-ansi"

/** Lines that fit: a command is one line for who copies it, yet a screen of fixed lines has to break one that is too long. */
export function fittingCode(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => {
    if (stringWidth(line) <= width) return [line]
    const indent = " ".repeat(Math.min(8, (/^ */.exec(line)?.[0].length ?? 0) + 2))
    const [first = "", ...rest] = wrapAnsi(line, width - indent.length, { hard: true, trim: false }).split("\n")
    return [first, ...rest.map((part) => indent + part.trimStart())]
  })
}
