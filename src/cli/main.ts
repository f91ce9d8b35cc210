import path from "node:path"
import { fileURLToPath } from "node:url"
import type { Config } from "@oclif/core"
import { expandRunFlags } from "./grade/run-flags.js"
import { expandLabFlag } from "./lab-flag.js"

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
  let commandIds: string[] = []
  try {
    // What is typed most often is answered without loading what commands need.
    if (argv.length === 0) return await sayWhere()
    const { flush, run, settings } = await import("@oclif/core")
    // What runs is compiled, or loaded by bin/dev.js: with NODE_ENV=development oclif would look for a compiler and complain.
    settings.enableAutoTranspile = false
    const config = await loadConfig(commands)
    commandIds = config.commandIDs
    await run(expandRunFlags(await expandLabFlag(argv)), config)
    await flush()
  } catch (error) {
    const { printError } = await import("./print-error.js")
    const debug = argv.includes("--debug")
    process.exitCode = printError(error, { debug, commands: commandIds, stream: process.stderr })
  }
}

async function sayWhere(): Promise<void> {
  const { whereYouAre } = await import("./where.js")
  const { text, command } = await whereYouAre(process.cwd(), (message) => process.stderr.write(`${message}\n`))
  process.stdout.write(`${text}\n\n  ${command}\n\nAll commands: course --help\n`)
}

async function loadConfig(commands: string | undefined): Promise<Config> {
  const { Config, Plugin } = await import("@oclif/core")
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
