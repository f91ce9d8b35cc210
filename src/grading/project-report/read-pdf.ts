import { readFile, stat } from "node:fs/promises"
import { execa } from "execa"
import { CourseError } from "../../errors/course-error.js"
import { ownModule } from "../own-module.js"
import { pdfAnswer, type PdfText } from "./pdf-text.js"

const MAX_BYTES = 64 * 1024 * 1024
const READ_MS = 60_000
const HEAP_MIB = 384
const MAX_ANSWER = 16 * 1024 * 1024

/**
 * Reads a PDF in a process of its own, with limits of size, time and memory.
 * @throws CourseError COURSE_FILE_UNREADABLE saying what is the matter with it: no PDF, broken, encrypted, too large, too much work
 */
export async function readPdf(
  file: string,
  { signal, timeoutMs = READ_MS }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<PdfText> {
  const bytes = await readBytes(file)
  const { stdout, failed, timedOut } = await execa(
    process.execPath,
    [`--max-old-space-size=${HEAP_MIB}`, ...ownModule(import.meta.url, "read-pdf-child")],
    {
      input: bytes,
      // Of this process's environment, with all that it may hold, it needs nothing.
      env: {},
      extendEnv: false,
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: MAX_ANSWER,
      stderr: "ignore",
      reject: false,
      ...(signal ? { cancelSignal: signal } : {}),
    },
  )
  signal?.throwIfAborted()
  if (timedOut)
    throw unreadable(`${file} cannot be read within ${timeoutMs / 1000} s.`, "Ask for a PDF that was exported anew.")
  if (failed)
    throw unreadable(
      `Reading ${file} takes more memory than a report may, or it stops the reader.`,
      "Open it in a viewer that you trust, and ask for a PDF that was exported anew.",
    )
  const answer = pdfAnswer.parse(JSON.parse(stdout))
  if (answer.kind === "encrypted")
    throw unreadable(`${file} is encrypted and opens with a password only.`, "Ask for the PDF without a password.")
  if (answer.kind === "broken")
    throw unreadable(`${file} is damaged: ${answer.why}`, "Ask for a PDF that was exported anew.")
  return answer
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file)
    if (size > MAX_BYTES)
      throw unreadable(`${file} has ${Math.round(size / 1e6)} MB; a report has at most ${Math.round(MAX_BYTES / 1e6)}.`)
    const bytes = await readFile(file)
    // Viewers accept what stands before it, within the first kilobyte.
    if (bytes.subarray(0, 1024).includes("%PDF-")) return bytes
    throw unreadable(`${file} is no PDF.`, "Name the PDF that was handed in.")
  } catch (cause) {
    if (cause instanceof CourseError) throw cause
    throw unreadable(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`)
  }
}

function unreadable(message: string, hint = "Name the PDF that was handed in."): CourseError {
  return new CourseError("COURSE_FILE_UNREADABLE", message, { hint })
}
