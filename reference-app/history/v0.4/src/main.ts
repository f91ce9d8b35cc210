import { buildApp } from "./app.js"
import { classify, classifyBatch, loadClassifier } from "./classifier.js"
import { readConfig } from "./config.js"
import { stopOnSignal } from "./shutdown.js"

try {
  const config = readConfig()
  await loadClassifier()
  const app = await buildApp({ config, classify, classifyBatch, logger: { level: "info" } })
  stopOnSignal(app)
  await app.listen({ host: config.host, port: config.port })
} catch (error) {
  console.error(`PixelWise cannot start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
