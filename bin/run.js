#!/usr/bin/env node
import { existsSync } from "node:fs"
import module from "node:module"

const [major, minor] = process.versions.node.split(".").map(Number)
const main = new URL("../dist/src/cli/main.js", import.meta.url)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`course needs Node.js 20.19 or newer; this is ${process.version}.\n`)
  process.exitCode = 2
} else if (!existsSync(main)) {
  process.stderr.write("course is not built yet. Run `npm run build` in its folder.\n")
  process.exitCode = 2
} else {
  module.enableCompileCache?.()
  const { runMain } = await import(main.href)
  await runMain({ argv: process.argv.slice(2) })
}
