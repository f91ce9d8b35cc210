import type { PdfLine } from "./pdf-text.js"

/** What a report has to cover, and how headings of it begin to be called in German and in English. */
export const SECTIONS = [
  {
    id: "block",
    title: "the chosen block and its content",
    heading:
      /\b(block|baustein|kapitel|chapter)\b.*(\d|inhalt|content|wahl|grundlage)|gew[aä]hlte[rn]?\s+block|chosen\s+block|block(auswahl|wahl)|^(grundlagen|ausgangslage|hintergrund|background|starting point)\b/,
  },
  {
    id: "built",
    title: "what was built, with methods, tools, stack and value",
    heading:
      /umsetzung|implementierung|implementation|realisierung|\bmethod(en|ik|s|ology)?\b|werkzeuge|\btools\b|\bstack\b|architektur|architecture|gebaut|\bbuilt\b|erweiterung|\bextension\b|vorgehen|entwicklung|mehrwert/,
  },
  {
    id: "problems",
    title: "problems and their resolution",
    heading:
      /problem|herausforderung|schwierigkeit|challenge|obstacle|difficult|stolperstein|l[oö]sungsweg|lessons learned|fehlersuche|troubleshooting/,
  },
  {
    id: "status",
    title: "what works, what is open, next steps",
    heading:
      /fazit|ausblick|\bstand\b|\boffen|n[aä]chste schritte|ergebnis|what works|what is open|open (points|issues|questions)|next steps|outlook|conclusion|future work|\bstatus\b|limitations|zusammenfassung|summary/,
  },
] as const
export type SectionId = (typeof SECTIONS)[number]["id"]

/** The headings among the lines of a report: larger or in another font than running text, or numbered. */
export function headingsOf(lines: readonly PdfLine[]): PdfLine[] {
  const usual = mostLetters(lines, ({ size }) => size.toFixed(1))
  const font = mostLetters(lines, (line) => line.font)
  return lines.filter(({ text, size, font: own }) => {
    const words = text.split(/\s+/).length
    if (text.length < 3 || text.length > 100 || words > 14 || /[.,;:]$/.test(text)) return false
    // A line of the table of contents: dots, or a number at both ends.
    if (/\.{3,}|(\. ){3,}/.test(text) || /^\d.*\s\d{1,3}$/.test(text)) return false
    return size > Number(usual) * 1.08 || own !== font || /^(\d+(\.\d+)*\.?|[IVX]+\.)\s+\p{L}/u.test(text)
  })
}

/** Where each required part begins: the page of its first heading. */
export function sectionsIn(lines: readonly PdfLine[]): Map<SectionId, PdfLine> {
  const headings = headingsOf(lines)
  return new Map(
    SECTIONS.flatMap(({ id, heading }) => {
      const found = headings.find(({ text }) => heading.test(bare(text)))
      return found ? [[id, found] as const] : []
    }),
  )
}

function bare(text: string): string {
  return text.toLowerCase().replace(/^[\divx]+([.)]\d*)*\s+/, "")
}

/** What most letters of the text have. */
function mostLetters(lines: readonly PdfLine[], of: (line: PdfLine) => string): string {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(of(line), (counts.get(of(line)) ?? 0) + line.text.length)
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), ["", 0] as [string, number])[0]
}
