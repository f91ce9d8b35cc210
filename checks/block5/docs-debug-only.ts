import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { expectStatus, request } from "../library/http.js"

export default defineCheck({
  id: "b5.docs-debug-only",
  title: "On prod the documentation pages do not exist",
  host: "prod",
  needs: ["b5.active", "b5.listening"],
  probes: ({ settings: { prodPort } }) => ({
    docs: request("prod", `http://127.0.0.1:${prodPort}/docs`),
    redoc: request("prod", `http://127.0.0.1:${prodPort}/redoc`),
    openapi: request("prod", `http://127.0.0.1:${prodPort}/openapi.json`),
  }),
  judge: ({ docs, redoc, openapi }) =>
    all(
      expectStatus("GET /docs on prod", docs, 404),
      () => expectStatus("GET /redoc on prod", redoc, 404),
      () => expectStatus("GET /openapi.json on prod", openapi, 404),
    ),
  hint: "Register the documentation routes only when DEBUG is true, and set DEBUG=false in prod's .env.",
})
