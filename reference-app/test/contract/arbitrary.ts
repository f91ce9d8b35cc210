import fc, { type Arbitrary } from "fast-check"
import type { OpenApiDocument, Schema } from "./openapi.js"

/** Lists are as long as the schema demands, and at most this much longer. */
const MORE_ITEMS = 2

/** Values that fit a schema of the document. @throws Error for a keyword that nothing here understands */
export function fitting(schema: Schema, document: OpenApiDocument): Arbitrary<unknown> {
  const { $ref, type, enum: options, const: fixed, anyOf, oneOf } = schema
  if (typeof $ref === "string") return fitting(resolve($ref, document), document)
  if (fixed !== undefined) return fc.constant(fixed)
  if (Array.isArray(options)) return fc.constantFrom(...(options as unknown[]))
  const choices = anyOf ?? oneOf
  if (Array.isArray(choices)) return fc.oneof(...(choices as Schema[]).map((choice) => fitting(choice, document)))
  if (type === "integer") return fc.integer({ min: limit(schema, "minimum", -1e9), max: limit(schema, "maximum", 1e9) })
  if (type === "number")
    return fc.double({ min: limit(schema, "minimum", -1e300), max: limit(schema, "maximum", 1e300), noNaN: true })
  if (type === "boolean") return fc.boolean()
  if (type === "null") return fc.constant(null)
  if (type === "string") return text(schema)
  if (type === "array") return list(schema, document)
  if (type === "object") return record(schema, document)
  throw new Error(`no values can be made for the schema ${JSON.stringify(schema).slice(0, 200)}`)
}

function resolve(reference: string, document: OpenApiDocument): Schema {
  const name = /^#\/components\/schemas\/(.+)$/.exec(reference)?.[1]
  const found = name === undefined ? undefined : document.components.schemas[name]
  if (!found) throw new Error(`the reference ${reference} leads nowhere`)
  return found
}

function limit(schema: Schema, keyword: string, otherwise: number): number {
  const value = schema[keyword]
  return typeof value === "number" ? value : otherwise
}

function text(schema: Schema): Arbitrary<string> {
  if (typeof schema.pattern === "string") return fc.stringMatching(new RegExp(schema.pattern))
  return fc.string({
    minLength: limit(schema, "minLength", 0),
    maxLength: limit(schema, "maxLength", 40),
    unit: "grapheme",
  })
}

function list(schema: Schema, document: OpenApiDocument): Arbitrary<unknown> {
  const minLength = limit(schema, "minItems", 0)
  const maxLength = Math.min(limit(schema, "maxItems", Infinity), minLength + MORE_ITEMS)
  return fc.array(fitting((schema.items ?? {}) as Schema, document), { minLength, maxLength })
}

function record(schema: Schema, document: OpenApiDocument): Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  const requiredKeys = (schema.required ?? []) as string[]
  const model = Object.fromEntries(properties.map(([name, property]) => [name, fitting(property, document)]))
  return fc.record(model, { requiredKeys })
}
