/** Adds rows to the embedded database in the given folder for ever, and tells the id of each that was answered. */
import { openStore } from "../../../src/storage/open-store.js"
import { prediction } from "./predictions.js"

const onWarning = (error: Error): void => console.error(error)
const store = await openStore({ databaseUrl: `pglite:${process.argv[2]!}`, persistence: "strict", onWarning })
const add = async (): Promise<never> => {
  for (;;) {
    const [added] = await store.add([prediction()])
    process.stdout.write(`${added?.stored && added.id}\n`)
  }
}
await Promise.all(Array.from({ length: 4 }, add))
