import { readConfig } from "./config.js"
import { createLogger, logCrashes } from "./observability/logger.js"
import { startService } from "./service.js"

try {
  const config = readConfig()
  const log = createLogger(config)
  logCrashes(log)
  await startService(config, log)
} catch (error) {
  console.error(`PixelWise cannot start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
