import { z } from "zod"
import { readStateFile, writeStateFile } from "./state-file.js"

/** Points that a catch-up brought: by check, from which catch-up and when. */
const assisted = z.record(
  z.string(),
  z.object({ catchUp: z.string(), tag: z.string(), points: z.number().nonnegative(), at: z.iso.datetime() }),
)
export type Assisted = z.infer<typeof assisted>

/** Marks of one workspace, kept beside the answers. */
export interface AssistedMarks {
  read(): Promise<Assisted>
  /** Adds marks; a check that has one keeps it. */
  add(marks: Assisted): Promise<void>
  /** Takes those of an undone catch-up away. */
  remove(catchUp: string): Promise<void>
}

export function assistedMarks(file: string, warn: (message: string) => void): AssistedMarks {
  const read = async (): Promise<Assisted> => (await readStateFile(file, assisted, warn)) ?? {}
  return {
    read,
    add: async (marks) => {
      if (Object.keys(marks).length > 0) await writeStateFile(file, { ...marks, ...(await read()) })
    },
    remove: async (catchUp) => {
      const marks = await read()
      const left = Object.entries(marks).filter(([, mark]) => mark.catchUp !== catchUp)
      if (left.length < Object.keys(marks).length) await writeStateFile(file, Object.fromEntries(left))
    },
  }
}
