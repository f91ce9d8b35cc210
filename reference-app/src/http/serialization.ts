import fastJson, { type Schema } from "fast-json-stringify"
import type { FastifySerializerCompiler } from "fastify"
import { z } from "zod"

/**
 * Writes answers with code compiled from their zod schemas: the keys that the schema names, in its order, and no other,
 * so nothing undeclared leaves by mistake.
 */
export const serializerCompiler: FastifySerializerCompiler<z.ZodType> = ({ schema }) => compileWriter(schema)

/** The same for one schema. */
export function compileWriter(schema: z.ZodType): (value: unknown) => string {
  // Both describe JSON Schema, only in types that differ in what may be undefined.
  return fastJson(z.toJSONSchema(schema, { io: "output" }) as Schema)
}
