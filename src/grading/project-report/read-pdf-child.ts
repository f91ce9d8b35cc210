/**
 * A process of its own that reads a PDF from standard input and answers with JSON. A PDF is made by somebody else and may be made to harm:
 * whoever starts this limits its time and memory, and believes nothing but the answer's form.
 */
import type { PDFDocumentProxy } from "unpdf/pdfjs"
import { getDocumentProxy } from "unpdf"
import type { PdfAnswer, PdfLine } from "./pdf-text.js"

const MAX_PAGES = 200
const MAX_LETTERS = 1_000_000
const MAX_LINKS = 500
const MAX_RSS = 700 * 1024 * 1024

const guard = setInterval(() => {
  if (process.memoryUsage().rss > MAX_RSS) process.exit(9)
}, 100)

/** The library warns on standard output, which is for the answer. */
console.log = console.warn = console.info = () => undefined
const answer = await read()
clearInterval(guard)
process.stdout.write(JSON.stringify(answer))

async function read(): Promise<PdfAnswer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  let document: PDFDocumentProxy
  try {
    document = await getDocumentProxy(new Uint8Array(Buffer.concat(chunks)), { isEvalSupported: false })
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "", message: String(error) }
    return name === "PasswordException" ? { kind: "encrypted" } : { kind: "broken", why: message.slice(0, 200) }
  }
  try {
    return await textOf(document)
  } catch (error) {
    return { kind: "broken", why: String(error).slice(0, 200) }
  }
}

async function textOf(document: PDFDocumentProxy): Promise<PdfAnswer> {
  const pages = document.numPages
  const lines: PdfLine[] = []
  const links: string[] = []
  let letters = 0
  for (let number = 1; number <= Math.min(pages, MAX_PAGES) && letters < MAX_LETTERS; number++) {
    const page = await document.getPage(number)
    let line: PdfLine | undefined
    let height = Number.NaN
    for (const item of (await page.getTextContent()).items) {
      if (!("str" in item)) continue
      const [, , , , , y] = item.transform as number[]
      const text = item.str.slice(0, 2000)
      if (line && (y === undefined || Math.abs(y - height) < 1)) line.text += text
      else if (text.trim() !== "") {
        line = { text, page: number, size: item.height, font: item.fontName }
        height = y ?? Number.NaN
        lines.push(line)
      }
      letters += text.length
      if (item.hasEOL) line = undefined
    }
    const annotations: unknown[] = await page.getAnnotations()
    for (const each of annotations)
      if (typeof each === "object" && each !== null && "url" in each && typeof each.url === "string")
        if (links.length < MAX_LINKS) links.push(each.url.slice(0, 500))
    page.cleanup()
  }
  const told = lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, " ").trim().slice(0, 2000) }))
  return { kind: "text", pages, lines: told, links, cut: pages > MAX_PAGES || letters >= MAX_LETTERS }
}
