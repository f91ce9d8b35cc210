import type { PdfText } from "./pdf-text.js"
import type { Proposal } from "./proposal.js"
import { SECTIONS, sectionsIn } from "./sections.js"

/** One thing that a report has to have. Whether it is good, a person says. */
export interface ReportFinding {
  readonly id: "pages" | "text" | (typeof SECTIONS)[number]["id"] | "proposal" | "snapshot" | "tag"
  readonly ok: boolean
  readonly message: string
}

export interface ReportDemands {
  /** Cover, lists, appendix: pages that do not count. */
  readonly excludedPages: number
  readonly pages: readonly [least: number, most: number]
  /** The student's proposal, where there is one. */
  readonly proposal: Pick<Proposal, "block" | "title" | "state"> | undefined
}

const SCANNED_LETTERS = 100
const NEAR = 400

/** Holds a report against what every report has to have. */
export function checkReport(pdf: PdfText, demands: ReportDemands): ReportFinding[] {
  const letters = pdf.lines.reduce((sum, { text }) => sum + text.length, 0)
  const head = [pagesFinding(pdf, demands), proposalFinding(pdf, demands)]
  if (letters < SCANNED_LETTERS * Math.min(pdf.pages, 3)) {
    const message =
      "There is (almost) no text in it: it was scanned, or its pages are images. Ask for a PDF that was exported from the text."
    return [...head, { id: "text", ok: false, message }]
  }
  const found = sectionsIn(pdf.lines)
  const sections = SECTIONS.map(({ id, title }): ReportFinding => {
    const line = found.get(id)
    if (line) return { id, ok: true, message: `On ${title}: "${line.text}", page ${line.page}.` }
    return { id, ok: false, message: `No heading is about ${title}.` }
  })
  return [...head, ...sections, snapshotFinding(pdf), tagFinding(pdf)]
}

function pagesFinding({ pages }: PdfText, { excludedPages, pages: [least, most] }: ReportDemands): ReportFinding {
  const counted = pages - excludedPages
  const excluded = excludedPages === 0 ? "" : ` (${pages} without ${excludedPages})`
  const message = `${counted} pages${excluded}; ${least} to ${most} are asked for.`
  return { id: "pages", ok: counted >= least && counted <= most, message }
}

function proposalFinding({ lines }: PdfText, { proposal }: ReportDemands): ReportFinding {
  if (!proposal) return { id: "proposal", ok: false, message: "The student has no proposal." }
  if (proposal.state !== "approved")
    return {
      id: "proposal",
      ok: false,
      message: `The proposal "${proposal.title}" is not approved: ${proposal.state}.`,
    }
  const number = /\d+$/.exec(proposal.block)?.[0] ?? proposal.block
  const named = new RegExp(`\\b(block|kapitel|chapter)\\s*${number}\\b`, "i")
  if (!lines.some(({ text }) => named.test(text)))
    return {
      id: "proposal",
      ok: false,
      message: `It names block ${number} of the proposal "${proposal.title}" nowhere.`,
    }
  return { id: "proposal", ok: true, message: `"${proposal.title}" is approved, and the report names block ${number}.` }
}

function snapshotFinding({ lines, links }: PdfText): ReportFinding {
  const text = lines.map((line) => line.text).join("\n")
  const words = [...text.matchAll(/snapshot|abbild|\bVM\b|\bOVA\b|virtuelle maschine|virtual machine/gi)]
  const near = words.map(({ index }) => text.slice(Math.max(0, index - NEAR), index + NEAR))
  // An address behind a word stands nowhere in the text; then the word itself is what tells.
  const written = near.flatMap((passage) => /https?:\/\/\S+/.exec(passage)?.[0] ?? [])[0]
  const link = written ?? (words.length > 0 ? links.find((each) => /^https?:/.test(each)) : undefined)
  if (link !== undefined) return { id: "snapshot", ok: true, message: `Snapshot link: ${link}` }
  return {
    id: "snapshot",
    ok: false,
    message: "No link to a snapshot of the VM: a sentence about it with an https address.",
  }
}

function tagFinding({ lines }: PdfText): ReportFinding {
  const tagged = lines.flatMap(({ text, page }) => {
    const tag = /\bv\d+\.\d+\.\d+\b/.exec(text)?.[0]
    return tag === undefined ? [] : [{ tag, page }]
  })
  // v1.0.0 is what block 10 ends with; a report names other versions as well.
  const best = tagged.find(({ tag }) => /^v1\./.test(tag)) ?? tagged[0]
  if (best) return { id: "tag", ok: true, message: `Tag ${best.tag}, page ${best.page}.` }
  return { id: "tag", ok: false, message: "No tag of the handed-in state, such as v1.0.0." }
}
