import { createTwoFilesPatch } from "diff"
import type { HostRole } from "../engine/observation.js"
import type { Piece, StepNotes, WrittenFile } from "../notes/chapter.js"
import type { HintPart } from "./hint.js"

/** A file of the student, or why there is none to compare with. */
export type StudentFile = { text: string } | { missing: true } | { unreadable: string }

/** Reads a file on a host; `~/` is the home of its student. */
export type ReadStudentFile = (host: HostRole, path: string) => Promise<StudentFile>

/** What a step of the notes comes to: commands and doings as they stand there, files as the difference from what the student has. */
export async function solutionOf(notes: StepNotes, read: ReadStudentFile): Promise<HintPart[]> {
  const parts: HintPart[] = []
  for (const piece of notes.pieces) parts.push(...(await solved(piece, read)))
  return parts
}

async function solved(piece: Piece, read: ReadStudentFile): Promise<HintPart[]> {
  switch (piece.kind) {
    case "file":
      return fileParts(piece, await read(piece.host, piece.path))
    case "commands":
    case "listing":
    case "action":
    case "patch":
      return [{ kind: "notes", pieces: [piece] }]
    case "track":
      return (await Promise.all(piece.pieces.map((each) => solved(each, read)))).flat()
    case "prose":
    case "margin":
      return []
  }
}

function fileParts(piece: WrittenFile, found: StudentFile): HintPart[] {
  const name = `${piece.path} on ${piece.host}`
  if ("unreadable" in found)
    return [
      { kind: "text", text: `${name} could not be read (${found.unreadable}). This is what the notes have:` },
      { kind: "notes", pieces: [piece] },
    ]
  const before = "text" in found ? found.text : ""
  const after = piece.append ? appended(before, piece.text) : withNewline(piece.text)
  if (before === after) return [{ kind: "text", text: `${name} is as the notes have it.` }]
  const [mine, wanted] = isSecret(piece.path) ? [hideValues(before), hideValues(after)] : [before, after]
  const patch = createTwoFilesPatch("yours", "the notes'", mine, wanted, undefined, undefined, { context: 3 })
  const label = "text" in found ? name : `${name} is not there yet`
  return [{ kind: "diff", label, text: patch.replace(/^=+\n/, "") }]
}

function appended(before: string, text: string): string {
  if (before.includes(text.trim())) return before
  return `${before === "" ? "" : withNewline(before)}${withNewline(text)}`
}

function withNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`
}

/** A file whose values are nobody's business, not even that of the student's own screen. */
function isSecret(path: string): boolean {
  return /(^|\/)\.env$/.test(path)
}

function hideValues(text: string): string {
  return text.replace(/^(\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*=).+$/gm, "$1(hidden)")
}
