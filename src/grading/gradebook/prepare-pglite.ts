import { promisify } from "node:util"
import { brotliCompress, constants } from "node:zlib"
import { rename, writeFile } from "node:fs/promises"
import { startPglite } from "./start-pglite.js"

/**
 * A program of its own, for the build: `node prepare-pglite.js FILE` makes an empty embedded database and packs its folder, a tar with Brotli.
 * The window is as large as Brotli's go, because the folder holds the system tables three times.
 */
const [file] = process.argv.slice(2)
if (file === undefined) throw new TypeError("which file?")
const database = await startPglite(undefined)
await database.exec("checkpoint")
const tar = Buffer.from(await (await database.dumpDataDir("none")).arrayBuffer())
await database.close()
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants
const packed = await promisify(brotliCompress)(tar, {
  params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: tar.length },
})
await writeFile(`${file}.new`, packed)
await rename(`${file}.new`, file)
