import { z } from "zod"
import { CLASSES } from "./classifier.js"
import { MISSING } from "./http/problems.js"

const PIXEL = "a pixel must be an integer from 0 to 255"

const Pixel = z.int(PIXEL).min(0, PIXEL).max(255, PIXEL)
const Row = z.array(Pixel, "a row must be a list of 28 integers").length(28, "a row must have exactly 28 pixels")

/** An image as clients send it. */
export const ImageMessage = z
  .array(Row, {
    error: ({ input }) => (input === undefined ? MISSING : "an image must be a list of 28 rows"),
  })
  .length(28, "an image must have exactly 28 rows")
  .describe("28 rows of 28 grey values: 0 is paper, 255 is ink")

/** What the model says to one image. */
export const ClassificationMessage = z
  .object({
    prediction: z.enum(CLASSES),
    confidence: z.number().describe("The highest of the scores"),
    scores: z.record(z.enum(CLASSES), z.number()).describe("One probability per digit"),
  })
  .meta({ id: "Classification" })
