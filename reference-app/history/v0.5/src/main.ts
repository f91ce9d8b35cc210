import { buildApp } from "./app.js"
import { classify, classifyBatch, loadClassifier } from "./classifier.js"
import { readConfig } from "./config.js"
import { openPredictionStore } from "./db.js"
import { stopOnSignal } from "./shutdown.js"

try {
  const config = readConfig()
  await loadClassifier()
  const store = openPredictionStore(config.databaseUrl, (error) =>
    app.log.warn({ err: error }, "database connection lost"),
  )
  const app = await buildApp({ config, classify, classifyBatch, store, logger: { level: "info" } })
  stopOnSignal(app)
  await app.listen({ host: config.host, port: config.port })
} catch (error) {
  console.error(`PixelWise cannot start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
