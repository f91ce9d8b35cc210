/** Pixels along each side of the image that the service reads. */
export const SIDE = 28

/** Half the width of the line, in cells. MNIST's lines are about as wide once a digit fills its box. */
export const PEN_RADIUS = 1.2

/** A place on the drawing field: x to the right and y down, from 0 to 28 cells, with the radius of the line there. */
export interface Point {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** A line through its points. A path of one point is a dot. */
export type Path = readonly Point[]

/** What one movement of the hand left on the field: several paths where it went over the edge and came back. */
export type Stroke = readonly Path[]
