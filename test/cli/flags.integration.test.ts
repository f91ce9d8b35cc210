import { readFileSync } from "node:fs"
import path from "node:path"
import { expect, it } from "vitest"
import { z } from "zod"

const manifest = z
  .object({
    commands: z.record(
      z.string(),
      z.object({
        flags: z.record(
          z.string(),
          z.object({ default: z.unknown().optional(), dependsOn: z.array(z.string()).optional() }),
        ),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "../../oclif.manifest.json"), "utf8")))

it.each(Object.entries(manifest.commands))(
  "%s has no flag with a default that demands another one",
  (_id, { flags }) => {
    // A default counts as given: the command could then never be used without that other flag.
    const broken = Object.entries(flags).filter(
      ([, flag]) => flag.default !== undefined && flag.dependsOn !== undefined,
    )
    expect(broken.map(([name]) => name)).toEqual([])
  },
)
