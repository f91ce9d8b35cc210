/** Appends rows to the spool in the given folder for ever, and says which are safe. */
import { Spool } from "../../../src/storage/spool.js"
import { prediction } from "./predictions.js"

const spool = await Spool.open({ folder: process.argv[2]!, limitBytes: 2 ** 30 })
const append = async (): Promise<never> => {
  for (;;) {
    const row = prediction({ clientIp: "x".repeat(Math.floor(Math.random() * 5_000)) })
    await spool.append([row])
    process.stdout.write(`${row.ref}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, append))
