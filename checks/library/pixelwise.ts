import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { token } from "../../src/engine/random.js"
import { devUrl } from "./dev-service.js"
import { blank, drawDigit, drawNoise, type Image } from "./drawing.js"
import { request, type Answer } from "./http.js"
import { classifyRequest, keyedRequests } from "./keyed-requests.js"

/** The limit of block 5 on /classify, per minute and client address. */
export const RATE_LIMIT = 30

/** Digits that the reference model gets right, drawn the same in every run. */
export const FIXED_DIGITS: readonly (readonly [digit: string, seed: string])[] = [..."12345678912345678917"].map(
  (digit, index) => [digit, `s${Math.floor(index / 9)}`] as const,
)

/** Noise that no run sent before, and a blank image: the smallest talk with /classify. */
export function firstDrawings(context: Context): Probe<Answer[]> {
  const images = [drawNoise(token(context.runSeed, "first")), blank()]
  return keyedRequests(
    context,
    "first",
    images.map((pixels) => classifyRequest({ pixels })),
    {
      effects: "has two drawings classified on dev",
      beside: true,
    },
  )
}

/** The same in every run: drawn once. */
let fixedDrawings: readonly Image[] | undefined

/** The drawings that show whether the model answers: the fixed digits, then fresh ones. */
export function modelDrawings({ runSeed }: Context): { fixed: readonly Image[]; fresh: Image[] } {
  const fresh = ["3", "7", "2", "9"].map((digit, index) => drawDigit(digit, token(runSeed, `fresh${index}`)))
  return {
    fixed: (fixedDrawings ??= FIXED_DIGITS.map(([digit, seed]) => drawDigit(digit, seed))),
    fresh: [...fresh, drawNoise(token(runSeed, "fresh"))],
  }
}

export function classifiedDrawings(context: Context): Probe<Answer[]> {
  const { fixed, fresh } = modelDrawings(context)
  return keyedRequests(
    context,
    "model",
    [...fixed, ...fresh].map((pixels) => classifyRequest({ pixels })),
    {
      effects: `has ${fixed.length + fresh.length} drawings classified on dev`,
      beside: true,
    },
  )
}

/** Bodies that must be refused; they come from an address of their own as well. */
export function refusedBodies(context: Context, purpose: string, bodies: readonly unknown[]): Probe<Answer[]> {
  return keyedRequests(
    context,
    purpose,
    bodies.map((body) => (typeof body === "string" ? { body } : classifyRequest(body))),
  )
}

/** The generated specification, as dev serves it. */
export function openapiOnDev(context: Context): Probe<Answer> {
  return request("dev", devUrl(context, "/openapi.json"), { maxBytes: 1024 * 1024 })
}
