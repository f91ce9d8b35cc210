import { createHash, timingSafeEqual } from "node:crypto"
import type { FastifyRequest } from "fastify"
import { HttpError } from "./http/problems.js"

/**
 * A hook that lets a request pass only with the right X-API-Key header. The comparison takes the same time for every
 * wrong key, so its duration tells nothing about how much of a key is right.
 */
export function requireApiKey(key: string): (request: FastifyRequest) => Promise<void> {
  const expected = digest(Buffer.from(key, "utf8"))
  return async (request) => {
    const given = request.headers["x-api-key"]
    // Node reads header bytes as Latin-1; turned back they are the bytes that the client sent.
    const matches =
      typeof given === "string" && given !== "" && timingSafeEqual(digest(Buffer.from(given, "latin1")), expected)
    if (!matches) throw new HttpError(401, "Invalid API key")
  }
}

function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest()
}
