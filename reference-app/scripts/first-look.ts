/** Opens the service with settings of its own for everything that nobody set, and says what it chose. */
import { fileURLToPath } from "node:url"
import { readConfig } from "#app/config.js"
import { loadDotEnv } from "#app/environment.js"
import { chooseFirstLook } from "#app/first-look.js"
import { createLogger, logCrashes } from "#app/observability/logger.js"
import { startService } from "#app/service.js"

try {
  loadDotEnv()
  const { settings, notes } = await chooseFirstLook(process.env, fileURLToPath(new URL("../../", import.meta.url)))
  Object.assign(process.env, settings)
  const config = readConfig()
  const log = createLogger(config)
  logCrashes(log)
  const address = await startService(config, log)
  console.log(`\nPixelWise, a first look: ${address}\n`)
  for (const note of notes) console.log(`  ${note}`)
  console.log("\n  Ctrl+C ends it. To run it as a service: npm run serve, with the settings of .env.example\n")
} catch (error) {
  console.error(`PixelWise cannot start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
