import { z } from "zod"

export const pdfLine = z.object({
  text: z.string(),
  /** From 1. */
  page: z.number(),
  /** Height of its letters. */
  size: z.number(),
  font: z.string(),
})
export type PdfLine = z.infer<typeof pdfLine>

/** What a PDF holds, as far as it was read. */
export const pdfText = z.object({
  pages: z.number(),
  lines: z.array(pdfLine),
  /** Addresses behind words. */
  links: z.array(z.string()),
  /** Not all pages were read: there are too many, or too much text. */
  cut: z.boolean(),
})
export type PdfText = z.infer<typeof pdfText>

/** What the process that reads a PDF answers. */
export const pdfAnswer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), ...pdfText.shape }),
  z.object({ kind: z.literal("encrypted") }),
  z.object({ kind: z.literal("broken"), why: z.string() }),
])
export type PdfAnswer = z.infer<typeof pdfAnswer>
