import type { Context } from "../../src/engine/context.js"
import { token } from "../../src/engine/random.js"
import { blank, drawDigit, drawNoise, type Image } from "./drawing.js"

/** A drawing with the digit it was made as. */
export type Labelled = readonly [digit: string, image: Image]

const DIGITS = [..."0123456789"]
/** So many hands draw each digit, and each drawing comes in so many shades: with nine digits that makes 1080 images. */
const HANDS = 6
const SHADES = 20
/** How far a shade moves a pixel that is not paper, at most. */
const REACH = 60

/** What a classifier is tried with: nobody saw these drawings before this run. */
export interface TrialDrawings {
  /** Drawn once; the host makes the shades itself. */
  bases: Labelled[]
  shades: number
  /** A few whose whole results are looked at: drawings with pixels of 127 to 130, noise, paper. */
  probes: Image[]
}

/** Many checks ask for the drawings of one run. */
let latest: { seed: string; drawings: TrialDrawings } | undefined

export function trialDrawings({ runSeed }: Context): TrialDrawings {
  if (latest?.seed !== runSeed) latest = { seed: runSeed, drawings: draw(runSeed) }
  return latest.drawings
}

function draw(runSeed: string): TrialDrawings {
  const hand = (digit: string, index: number): Labelled => [digit, drawDigit(digit, token(runSeed, `hand${index}`))]
  return {
    bases: Array.from({ length: HANDS }, (_, index) => DIGITS.map((digit) => hand(digit, index))).flat(),
    shades: SHADES,
    probes: [
      ...DIGITS.map((digit) => drawDigit(digit, token(runSeed, "probe"))),
      drawNoise(token(runSeed, "probe")),
      drawNoise(token(runSeed, "second")),
      blank(),
    ],
  }
}

/** A pixel that is not paper: its place, row by row, and its value. */
export type Ink = readonly [place: number, pixel: number]

/** Which digit each image shows, for all images of some digits in the order in which the host makes them: shade by shade. */
export function shadedDigits({ bases, shades }: TrialDrawings, digits: readonly string[]): string[] {
  const known = bases.flatMap(([digit]) => (digits.includes(digit) ? [digit] : []))
  return Array.from({ length: shades }, () => known).flat()
}

/** The ink of the same images, the first shade as drawn. Paper stays paper in every shade. */
export function shadedInk({ bases, shades }: TrialDrawings, digits: readonly string[]): Ink[][] {
  const known = bases.flatMap(([digit, image]) => (digits.includes(digit) ? [inkOf(image)] : []))
  return Array.from({ length: shades }, (_, shade) =>
    known.map((ink) => ink.map(([place, pixel]): Ink => [place, shadeOf(pixel, place, shade)])),
  ).flat()
}

function inkOf(image: Image): Ink[] {
  const ink: Ink[] = []
  let place = 0
  for (const row of image)
    for (const pixel of row) {
      if (pixel !== 0) ink.push([place, pixel])
      place += 1
    }
  return ink
}

/** The same whole-number arithmetic as on the host. */
function shadeOf(pixel: number, place: number, shade: number): number {
  if (shade === 0) return pixel
  return Math.min(255, Math.max(0, pixel + ((place * 7919 + shade * 104_729) % (2 * REACH + 1)) - REACH))
}

/** 784 bytes, row by row, in base64. */
export function packed(image: Image): string {
  let bytes = ""
  for (const row of image) bytes += String.fromCharCode(...row)
  return btoa(bytes)
}
