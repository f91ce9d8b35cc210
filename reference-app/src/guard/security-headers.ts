import type { FastifyInstance } from "fastify"

/** What the page may load and do: what comes from this service, and nothing else. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ")

/** For the pages of the documentation, which bring their styles inside them; they are open with DEBUG=true only. */
export const DOCS_POLICY = PAGE_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")

const HEADERS: Readonly<Record<string, string>> = Object.freeze({
  "content-security-policy": PAGE_POLICY,
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
})

/**
 * Puts the security headers on every answer, whatever its status. A route may replace one by setting it itself, as the
 * documentation does with DOCS_POLICY. HSTS is the business of whoever holds the certificate: the proxy.
 *
 * They are the same for every answer, so they are prepared once; @fastify/helmet would compute them for each.
 */
export function enableSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.headers(HEADERS)
    done()
  })
}
