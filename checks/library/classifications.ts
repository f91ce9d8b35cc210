import { isObject } from "./http.js"

/** The same as data, whatever the order of the keys; numbers may differ by `tolerance`. */
export function isClose(left: unknown, right: unknown, tolerance = 0): boolean {
  if (typeof left === "number" && typeof right === "number") return Math.abs(left - right) <= tolerance
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((each, index) => isClose(each, right[index], tolerance))
  if (isObject(left) && isObject(right)) {
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => name in right && isClose(left[name], right[name], tolerance))
    )
  }
  return left === right
}
