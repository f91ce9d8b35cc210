import { readConfig } from "./config.js"
import { startService } from "./service.js"

try {
  await startService(readConfig())
} catch (error) {
  console.error(`PixelWise cannot start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
