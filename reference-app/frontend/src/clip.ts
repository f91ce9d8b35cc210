import { SIDE, type Point } from "./stroke.js"

/** The part of the line from a to b that lies on the field; undefined when none does. */
export function clipToField(a: Point, b: Point): readonly [Point, Point] | undefined {
  const dx = b.x - a.x
  const dy = b.y - a.y
  let enter = 0
  let leave = 1
  // Each edge cuts away what lies behind it (Liang and Barsky).
  for (const [towards, room] of [
    [-dx, a.x],
    [dx, SIDE - a.x],
    [-dy, a.y],
    [dy, SIDE - a.y],
  ] as const) {
    if (towards === 0 && room < 0) return undefined
    if (towards < 0) enter = Math.max(enter, room / towards)
    if (towards > 0) leave = Math.min(leave, room / towards)
  }
  return enter > leave ? undefined : [between(a, b, enter), between(a, b, leave)]
}

function between(a: Point, b: Point, share: number): Point {
  if (share === 0) return a
  if (share === 1) return b
  return {
    x: a.x + share * (b.x - a.x),
    y: a.y + share * (b.y - a.y),
    radius: a.radius + share * (b.radius - a.radius),
  }
}
