/** How many pages a report has by ECTS. */
export interface Band {
  readonly ects: readonly [least: number, most: number]
  readonly pages: readonly [least: number, most: number]
}

export const BANDS: readonly Band[] = [
  { ects: [5, 6], pages: [10, 12] },
  { ects: [7, 8], pages: [14, 16] },
  { ects: [9, 10], pages: [18, 20] },
]

/** The pages that so many ECTS ask for; undefined where the table says nothing. */
export function pagesFor(ects: number, bands: readonly Band[] = BANDS): Band["pages"] | undefined {
  return bands.find(({ ects: [least, most] }) => ects >= least && ects <= most)?.pages
}
