import { z } from "zod"

/**
 * Every message that goes in or out over HTTP. Validation, types, answers and the OpenAPI document all come from these
 * schemas. A request's schema must say all its rules in terms of JSON Schema (no transform, no refinement): requests are
 * checked by code compiled from it, see http/validation.ts.
 */

/** The message of a required field that is not there. */
export const MISSING = "Field required"

/** Every digit that a model may tell apart; v1 knows no 0. */
export const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const

/** Rows of an image, and values of a row. */
export const IMAGE_SIDE = 28

/** The largest id that the database can give a row. */
const MOST_ROWS = 2_147_483_647
const MOST_IMAGES = 32
const PIXEL = "a pixel must be an integer from 0 to 255"
const BODY = "the body must be a JSON object"

const missingOr =
  (text: string) =>
  ({ input }: { input?: unknown }): string =>
    input === undefined ? MISSING : text

const Pixel = z.int(PIXEL).min(0, PIXEL).max(255, PIXEL)
const Row = z
  .array(Pixel, "a row must be a list of 28 integers")
  .length(IMAGE_SIDE, "a row must have exactly 28 pixels")
const Label = z.enum(DIGITS, { error: missingOr('correct_label must be one digit as text, "0" to "9"') })

/** An image as clients send it. */
export const Image = z
  .array(Row, { error: missingOr("an image must be a list of 28 rows") })
  .length(IMAGE_SIDE, "an image must have exactly 28 rows")
  .describe("28 rows of 28 grey values: 0 is paper, 255 is ink")

export const ClassifyRequest = z.object({ pixels: Image }, BODY).meta({ id: "ClassifyRequest" })

export const BatchRequest = z
  .object(
    {
      images: z
        .array(Image, { error: missingOr("images must be a list of images") })
        .min(1, "images must hold at least one image")
        .max(MOST_IMAGES, `images must hold at most ${MOST_IMAGES} images`),
    },
    BODY,
  )
  .meta({ id: "BatchRequest" })

export const CorrectionRequest = z.object({ correct_label: Label }, BODY).meta({ id: "CorrectionRequest" })

const ID = `id must be an integer from 1 to ${MOST_ROWS}`

export const FeedbackRequest = z
  .object(
    {
      id: z
        .int({ error: missingOr(ID) })
        .min(1, ID)
        .max(MOST_ROWS, ID),
      correct_label: Label,
    },
    BODY,
  )
  .meta({ id: "FeedbackRequest" })

/** The row that a path names. */
export const PredictionParams = z.object({ id: z.coerce.number(ID).int(ID).min(1, ID).max(MOST_ROWS, ID) })

const LIMIT = "limit must be an integer from 1 to 100"
const BEFORE = `before must be the id of a row, an integer from 1 to ${MOST_ROWS}`

/** Which part of the history: `limit` rows older than the row `before`. */
export const ResultsQuery = z.object({
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(100, LIMIT).default(20),
  before: z.coerce.number(BEFORE).int(BEFORE).min(1, BEFORE).max(MOST_ROWS, BEFORE).optional(),
})

const Digit = z.string().regex(/^[0-9]$/)

/** What the model says to one image. */
export const ClassificationMessage = z
  .object({
    prediction: Digit,
    confidence: z.number().min(0).max(1).describe("The highest of the scores"),
    scores: z.record(Digit, z.number().min(0).max(1)).describe("One probability for each digit that the model knows"),
  })
  .meta({ id: "Classification" })

/** One remembered classification. */
export const PredictionRow = z
  .object({
    id: z.int(),
    prediction: z.string(),
    confidence: z.number(),
    model_version: z.string(),
    created_at: z.iso.datetime(),
    correct_label: z.string().optional().describe("What a person said it is; only there once somebody did"),
  })
  .meta({ id: "Prediction" })

export const Results = z.object({ results: z.array(PredictionRow) }).meta({ id: "Results" })

const Tally = { count: z.int(), mean_confidence: z.number(), digits: z.record(z.string(), z.int()) }

export const Analytics = z
  .object({
    by_version: z.array(z.object({ model_version: z.string(), ...Tally })),
    by_day: z.array(z.object({ day: z.iso.date().describe("A day of UTC"), ...Tally })),
    comparisons: z
      .array(z.object({ model_version: z.string(), other_version: z.string(), count: z.int(), agreeing: z.int() }))
      .describe("How often two versions, asked about the same drawing, agreed"),
  })
  .meta({ id: "Analytics" })

const Checks = z.object({ model_loaded: z.boolean(), database: z.boolean() }).meta({ id: "Checks" })

const health = { model_version: z.string(), timestamp: z.iso.datetime(), checks: Checks, uptime_seconds: z.number() }
export const Healthy = z.object({ status: z.literal("ok"), ...health }).meta({ id: "Healthy" })
export const Unhealthy = z.object({ status: z.literal("unhealthy"), ...health }).meta({ id: "Unhealthy" })

export const Ready = z.object({ status: z.literal("ready"), checks: Checks }).meta({ id: "Ready" })
export const NotReady = z
  .object({ detail: z.string().describe("Which part does not work"), checks: Checks, request_id: z.string() })
  .meta({ id: "NotReady" })

export const Version = z
  .object({
    version: z.string(),
    api_version: z.literal("v1"),
    model_version: z.string(),
    commit: z.string().describe('The commit that was built, or "unknown" outside a Git checkout'),
    built_at: z.iso.datetime().nullable().describe("When dist/ was built; null when it runs from its sources"),
    model_hash: z.string().describe("SHA-256 of the ONNX file that answers"),
  })
  .meta({ id: "Version" })

/** The body of every refusal: what was wrong, in words. */
export const Problem = z.object({ detail: z.string(), request_id: z.string() }).meta({ id: "Problem" })

/** The body of a 422: where in the request, what is wrong there, and which kind of mistake it is. */
export const ValidationProblem = z
  .object({
    detail: z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.int()])).describe('The way to the value: "body", "pixels", row, column'),
        msg: z.string(),
        type: z.string(),
      }),
    ),
    request_id: z.string(),
  })
  .meta({ id: "ValidationProblem" })
