import { oneLine } from "../../reporters/escape.js"
import type { HostRole } from "../../engine/observation.js"
import type { Commands, Listing, Patch, WrittenFile } from "../chapter.js"
import { codeLines } from "./code.js"
import { hostLabel, type Look } from "./look.js"
import { commandRemarks, excerptRemark, fileRemarks, patchRemarks } from "./remarks.js"
import { cutCode, wrapped } from "./wrap.js"

/** Nothing but blanks stands before what is to be copied, so that marking it takes nothing else along. */
const INDENT = "    "

/** Commands under the name of their host. They are never broken: a line on the screen is a line to type. */
export function commandsBox(piece: Commands, width: number, look: Look): string[] {
  const remarks = look.paint.dim(commandRemarks(piece).join(" "))
  return [
    ...headed(piece.host, remarks, width, look),
    ...codeLines("bash", piece.lines.join("\n"), look).map((line) => INDENT + line),
  ]
}

/** A file to write, under its path. */
export function fileBox(piece: WrittenFile, width: number, look: Look): string[] {
  return saved(piece, piece.language, fileRemarks(piece), width, look)
}

/** A change to save, under the path where it goes. */
export function patchBox(piece: Patch, width: number, look: Look): string[] {
  return saved(piece, "diff", patchRemarks(piece), width, look)
}

function saved(
  { host, path, text }: { host: HostRole; path: string; text: string },
  language: string,
  remarks: readonly string[],
  width: number,
  look: Look,
): string[] {
  const { paint } = look
  const head = `${paint.bold(oneLine(path))} ${paint.dim(`(${remarks.join(", ")})`)}`
  const body = text === "" ? [] : code(language, text, width - INDENT.length, look)
  return [...headed(host, head, width, look), ...body.map((line) => (INDENT + line).trimEnd())]
}

/** The host's label stands before what is wrapped: blanks are a part of it. */
function headed(host: HostRole, text: string, width: number, look: Look): string[] {
  const label = hostLabel(host, look)
  return text === "" ? [label] : wrapped(text, width, `${label} `, INDENT)
}

/** Output behind a bar and dimmed, a drawing as it is, an excerpt with the numbers of its lines. */
export function listingBox(piece: Listing, width: number, look: Look): string[] {
  const { paint, marks } = look
  if (piece.language === "output") {
    const bar = `  ${paint.dim(marks.bar)} `
    return code("output", piece.text, width - 4, look).map((line) => (bar + paint.dim(line)).trimEnd())
  }
  if (!piece.excerpt) return code(piece.language, piece.text, width - 2, look).map((line) => `  ${line}`.trimEnd())
  const { path, lines } = piece.excerpt
  const head = `${paint.bold(oneLine(path))} ${paint.dim(`(${excerptRemark(piece.excerpt)})`)}`
  return [...wrapped(head, width, "  "), ...numbered(piece, lines?.[0] ?? 1, width, look)]
}

function numbered({ language, text }: Listing, first: number, width: number, look: Look): string[] {
  const all = codeLines(language, text, look)
  const digits = String(first + all.length - 1).length
  return all.flatMap((line, index) => {
    const number = `  ${String(first + index).padStart(digits)} ${look.marks.bar} `
    const blank = `  ${" ".repeat(digits)} ${look.marks.bar} `
    const parts = cutCode(line, width + look.beyond - number.length, look.marks.continued)
    return parts.map((part, row) => (look.paint.dim(row === 0 ? number : blank) + part).trimEnd())
  })
}

function code(language: string, text: string, width: number, look: Look): string[] {
  const readable = look.unicode ? text : asciiDrawing(text)
  return codeLines(language, readable, look).flatMap((line) => cutCode(line, width + look.beyond, look.marks.continued))
}

/** A drawing for who has no line characters, or would hear each by its name. */
export function asciiDrawing(text: string): string {
  return text.replace(/[\u2026\u2190-\u21ff\u2500-\u25ff\u2713]/g, (character) => DRAWN[character] ?? "+")
}

const DRAWN: Readonly<Record<string, string>> = {
  ...{ "…": ".", "✓": "+" },
  ...Object.fromEntries([..."─━═╌┄"].map((each) => [each, "-"])),
  ...Object.fromEntries([..."│┃║╎┆"].map((each) => [each, "|"])),
  ...Object.fromEntries([..."►▶→▸"].map((each) => [each, ">"])),
  ...Object.fromEntries([..."◄◀←◂"].map((each) => [each, "<"])),
  ...Object.fromEntries([..."▼▾↓"].map((each) => [each, "v"])),
  ...Object.fromEntries([..."▲▴↑"].map((each) => [each, "^"])),
}
