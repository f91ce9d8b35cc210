#!/usr/bin/env node
// Runs the sources without a build: slower to start, always current.
import { register } from "tsx/esm/api"

register()
const { runMain } = await import("../src/cli/main.ts")
await runMain({ argv: process.argv.slice(2), commands: "./src/commands" })
