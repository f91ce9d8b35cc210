import { existsSync } from "node:fs"
import { join, sep } from "node:path"
import { fileURLToPath } from "node:url"
import fastifyStatic from "@fastify/static"
import type { FastifyInstance } from "fastify"

/** Where `npm run build` puts the page. */
const BUILT_PAGE = fileURLToPath(new URL("../../frontend/dist/", import.meta.url))

/** The page was never built. */
export class MissingPageError extends Error {
  override readonly name = "MissingPageError"
}

/**
 * Serves the drawing page at / with its files, for a machine without nginx in front.
 * @throws MissingPageError when it was not built.
 */
export async function serveFrontend(app: FastifyInstance, folder: string = BUILT_PAGE): Promise<void> {
  if (!existsSync(`${folder}/index.html`)) {
    throw new MissingPageError(`FRONTEND is on, but ${folder} holds no index.html; npm run build makes it.`)
  }
  // One route per file: a path that names none of them stays a 404 of the service.
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    schemaHide: true,
    cacheControl: false,
    // The name of an asset holds a hash of its content, so it never changes; the page names the assets, so it may.
    setHeaders: (reply, path) =>
      void reply.header(
        "cache-control",
        path.startsWith(join(folder, "assets", sep)) ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  })
}
