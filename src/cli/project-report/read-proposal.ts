import { open } from "node:fs/promises"
import { CourseError } from "../../errors/course-error.js"

const MAX_BYTES = 256 * 1024
const MAX_TITLE = 200

/** The text of PROPOSAL.md, and what it gives as its title: its first heading. @throws CourseError COURSE_FILE_UNREADABLE */
export async function readProposal(file: string): Promise<{ text: string; heading: string | undefined }> {
  let bytes: Buffer
  try {
    const handle = await open(file)
    try {
      const buffer = Buffer.alloc(MAX_BYTES + 1)
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      bytes = buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw unreadable(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`)
  }
  if (bytes.length > MAX_BYTES) throw unreadable(`${file} is larger than ${MAX_BYTES / 1024} KiB.`)
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(`${file} is no UTF-8 text.`)
  }
  if (text.trim() === "") throw unreadable(`${file} is empty.`)
  return { text, heading: /^#\s+(.+)$/m.exec(text)?.[1]?.trim() }
}

/** One of the ten blocks of the lecture, whether or not it has checks yet. @throws CourseError COURSE_USAGE */
export function blockFrom(written: string): string {
  const number = /^(?:block)?([1-9]|10)$/i.exec(written.trim())?.[1]
  if (number !== undefined) return `block${number}`
  throw new CourseError("COURSE_USAGE", `"${written}" is no block.`, { hint: "Blocks are block1 to block10." })
}

/** A title as it is kept: one line, and not too long. @throws CourseError COURSE_USAGE */
export function titleFrom(written: string | undefined): string {
  const title = written?.replace(/[\s\p{Cc}]+/gu, " ").trim() ?? ""
  if (title !== "" && title.length <= MAX_TITLE) return title
  throw new CourseError(
    "COURSE_USAGE",
    title === "" ? "The proposal has no title." : `The title is longer than ${MAX_TITLE} letters.`,
    {
      hint: "Name it with --title, or by a first heading in the file: # Rate limits per API key",
    },
  )
}

function unreadable(message: string): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, {
    hint: "Name the PROPOSAL.md of the student: block, extension, tools, value, acceptance checks.",
  })
}
