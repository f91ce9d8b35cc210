import type { HostRole } from "../../engine/observation.js"
import { escapeTerminal, oneLine } from "../../reporters/escape.js"
import { actionTitle } from "../actions.js"
import type { Action, Commands, Listing, Margin, Patch, WrittenFile } from "../chapter.js"
import { asciiDrawing } from "./boxes.js"
import { toneOf, type Look } from "./look.js"
import { commandRemarks, excerptRemark, fileRemarks, patchRemarks } from "./remarks.js"
import { wrapped } from "./wrap.js"

/** Everything one after the other, each with what it is in words before it, and its end where that is not clear. */
export function plainCommands(piece: Commands, width: number): string[] {
  const many = piece.lines.length === 1 ? "1 line" : `${piece.lines.length} lines`
  const remarks = commandRemarks(piece)
  const head = `${on(piece)}, type ${many}${remarks.length === 0 ? ":" : `. ${remarks.join(" ")}`}`
  return [...wrapped(head, width), ...indented(piece.lines.join("\n"))]
}

export function plainFile(piece: WrittenFile, width: number): string[] {
  const remarks = fileRemarks({ ...piece, append: false }).join(", ")
  const head = `${on(piece)}, ${piece.append ? "add at the end of" : "write"} the file ${oneLine(piece.path)} (${remarks}):`
  return [...wrapped(head, width), ...indented(piece.text), ...end("file", piece.text)]
}

export function plainPatch(piece: Patch, width: number): string[] {
  const head = `${on(piece)}, save as ${oneLine(piece.path)} (${patchRemarks(piece).join(", ")}):`
  return [...wrapped(head, width), ...indented(piece.text), ...end("change", piece.text)]
}

export function plainListing(piece: Listing, width: number): string[] {
  const head = piece.excerpt
    ? `From ${oneLine(piece.excerpt.path)}, ${excerptRemark(piece.excerpt)}:`
    : piece.language === "output"
      ? "Output:"
      : "Example:"
  return [...wrapped(head, width), ...indented(asciiDrawing(piece.text)), ...end("example", piece.text)]
}

export function plainMargin(piece: Margin, body: readonly string[], width: number, look: Look): string[] {
  const head = `Note (${toneOf(piece.tone, look).name.toLowerCase()}): ${oneLine(piece.title)}`
  return [...wrapped(head, width), ...body, "End of note."]
}

export function plainAction(piece: Action, body: readonly string[], width: number): string[] {
  const { what, where } = actionTitle(piece)
  return [
    ...wrapped(`To do: ${oneLine([what, where].filter(Boolean).join(" "))}`, width),
    ...body,
    "End of what is to do.",
  ]
}

function on({ host }: { host: HostRole }): string {
  return host === "laptop" ? "On the laptop" : `On ${host}`
}

function indented(text: string): string[] {
  if (text === "") return []
  return escapeTerminal(text.replace(/\n$/, ""))
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
}

/** Said of what is so long that its end is not heard. */
function end(what: string, text: string): string[] {
  return text.split("\n").length > 12 ? [`End of ${what}.`] : []
}
