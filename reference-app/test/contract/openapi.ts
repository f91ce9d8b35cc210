import { z } from "zod"

/** A schema of the document: JSON Schema 2020-12, or a reference to one. */
export type Schema = Readonly<Record<string, unknown>>

const schemaMessage = z.record(z.string(), z.unknown())
const content = z.record(z.string(), z.object({ schema: schemaMessage.optional() }))

const operationMessage = z.object({
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(["path", "query", "header"]),
        required: z.boolean().default(false),
        schema: schemaMessage,
      }),
    )
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.object({ description: z.string(), content: content.optional() }),
  ),
})

const documentMessage = z.object({
  openapi: z.string().startsWith("3.1"),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "put", "post", "delete", "options", "head", "patch"]), operationMessage),
  ),
  components: z
    .object({
      schemas: z.record(z.string(), schemaMessage).default({}),
      securitySchemes: z
        .record(z.string(), z.object({ type: z.literal("apiKey"), in: z.literal("header"), name: z.string() }))
        .default({}),
    })
    .prefault({}),
})

export type OpenApiDocument = z.output<typeof documentMessage>

/** One thing that the document says can be asked. */
export interface Operation extends z.output<typeof operationMessage> {
  /** `POST /classify` */
  readonly name: string
  readonly method: string
  /** With its parameters in braces: `/predictions/{id}`. */
  readonly path: string
}

/** @throws z.ZodError when it is no OpenAPI document, or uses what the generic client does not understand */
export function readDocument(text: string): OpenApiDocument {
  return documentMessage.parse(JSON.parse(text))
}

export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, operation]) => {
      const method = verb.toUpperCase()
      return { ...operation, name: `${method} ${path}`, method, path }
    }),
  )
}

/** The media type and schema of a request's body or an answer, of which the documents here name at most one. */
export function onlyContent(found: z.output<typeof content> | undefined): { type: string; schema: Schema } | undefined {
  const [first, ...more] = Object.entries(found ?? {})
  if (more.length > 0) throw new Error("the generic client understands one media type, not several")
  return first && { type: first[0], schema: first[1].schema ?? {} }
}
