import { startPglite } from "./start-pglite.js"

/** A program of its own that makes an embedded database and ends: `node make-pglite.js FOLDER`. */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new TypeError("which folder?")
const database = await startPglite(folder)
await database.close()
