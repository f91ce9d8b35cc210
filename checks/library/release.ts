import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import type { Facts } from "./command.js"
import { remoteMain } from "./remote-main.js"

/** The remote's main and the tag v0.2 as others get them, asked once for all checks of the block. */
export function release(context: Context): Probe<Facts> {
  return remoteMain(context, {
    tag: "v0.2",
    paths: ["node_modules/x", ".venv/x", "venv/x", "env/x", "src/x.ts", "app/x.py", ".env", "data/x"],
  })
}
