import { centred, ring, toRows, type Stroke } from "./pen.js"

export interface Sample {
  readonly label: string
  /** 28 rows of 28 grey values, 0 is paper, 255 is ink. */
  readonly pixels: number[][]
}

/** Pen strokes in a box of 20 wide and 20 high, one digit each, in the order in which MNIST's training set begins. */
const DRAWINGS: readonly { label: string; strokes: readonly Stroke[] }[] = [
  {
    label: "5",
    strokes: [
      [
        [15.5, 2],
        [7, 2.5],
        [6.2, 8.5],
        [10, 8],
        [13.5, 9.8],
        [14.4, 12.8],
        [12.8, 16],
        [9.5, 17.6],
        [5, 17],
      ],
    ],
  },
  {
    label: "0",
    strokes: [ring([10, 10], 5.6, 8)],
  },
  {
    label: "4",
    strokes: [
      [
        [6, 2.5],
        [4.6, 9],
        [5.2, 10.6],
        [8, 11],
        [14.5, 9.8],
      ],
      [
        [14.6, 2],
        [13.6, 10],
        [12.8, 18],
      ],
    ],
  },
  {
    label: "1",
    strokes: [
      [
        [11.6, 1.5],
        [10.2, 10],
        [8.6, 18.5],
      ],
    ],
  },
  {
    label: "9",
    strokes: [
      [...ring([9.6, 6.4], 4.2, 4.4), [13.8, 5]],
      [
        [13.8, 5],
        [13.4, 11],
        [11.8, 18.5],
      ],
    ],
  },
]

/** The pen with which MNIST-like lines appear: half its width, and how far its edge fades out, in pixels. */
const PEN = { radius: 0.75, fade: 0.9 }

/** Five digits drawn by this file and brought to MNIST's form: shades of grey, centre of mass in the middle. */
export function drawSamples(): Sample[] {
  return DRAWINGS.map(({ label, strokes }) => ({ label, pixels: toRows(centred(strokes, PEN)) }))
}
