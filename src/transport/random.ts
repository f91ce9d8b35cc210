import { randomBytes } from "node:crypto"
import type { RunNames } from "./script/prelude.js"

/** Fresh names for one run of a driver script. */
export function runNames(): RunNames {
  return { nonce: `course-${randomBytes(18).toString("hex")}`, marker: randomBytes(12).toString("hex") }
}
