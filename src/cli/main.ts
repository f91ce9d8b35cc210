import path from "node:path"
import { fileURLToPath } from "node:url"
import { Config, flush, Plugin, run } from "@oclif/core"
import { expandLabFlag } from "./lab-flag.js"
import { printError } from "./print-error.js"

export interface MainOptions {
  /** The words after the program's name. */
  argv: string[]
  /** Where the commands are, relative to the project, when not in the build. */
  commands?: string
}

/** Runs one command line. The only place that prints errors and decides how the process ends. */
export async function runMain({ argv, commands }: MainOptions): Promise<void> {
  // A reader that closes early, such as `head`, is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0)
    throw error
  })
  let config: Config | undefined
  try {
    config = await loadConfig(commands)
    await run(await expandLabFlag(argv), config)
    await flush()
  } catch (error) {
    const debug = argv.includes("--debug")
    process.exitCode = printError(error, { debug, commands: config?.commandIDs ?? [], stream: process.stderr })
  }
}

async function loadConfig(commands: string | undefined): Promise<Config> {
  const root = projectRoot()
  if (commands === undefined) return Config.load({ root })
  const built = await Config.load({ root })
  const pjson = { ...built.pjson, oclif: { ...built.pjson.oclif, commands } }
  // The manifest knows the commands of the last build only, and a Config passes `ignoreManifest` to no plugin it makes itself.
  const plugin = new Plugin({ root, pjson, isRoot: true, ignoreManifest: true })
  await plugin.load()
  return Config.load({ root, pjson, plugins: new Map([[plugin.name, plugin]]) })
}

/** The folder with package.json: two levels up from here in the sources, three in the build. */
function projectRoot(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const up = path.resolve(here, "../..")
  return path.basename(up) === "dist" ? path.dirname(up) : up
}
