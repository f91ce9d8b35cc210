import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"

/** A clone inside the folder that was meant to be one: `nested` with its place on prod. */
export function nestedClone({ settings }: Context): Probe<Facts> {
  return facts(
    "prod",
    sh`
for folder in ${settings.prodRepo}/*/.git; do [ -d "$folder" ] && fact nested "\${folder%/.git}"; done
exit 0`,
  )
}
