import { mkdir } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"
import { CourseError } from "../errors/course-error.js"
import { reasonOf } from "../errors/reason-of.js"
import { assistedMarks, type AssistedMarks } from "./assisted.js"
import { createSeed } from "./seed.js"
import { readStateFile, writeStateFile } from "./state-file.js"

/** What a person answered, by check id, field by field. */
const answers = z.record(z.string(), z.record(z.string(), z.string()))
export type Answers = z.infer<typeof answers>

/** The folder of one course: course.yaml, and `.course/` beside it for what course itself keeps. */
export interface Workspace {
  readonly folder: string
  /** Host keys that were trusted on first use, in the format of OpenSSH. */
  readonly knownHostsFile: string
  /** A random text that stays with the workspace. */
  readonly seed: string
  readAnswers(): Promise<Answers>
  /** Keeps the answer to one question, in place of an earlier one. */
  saveAnswer(id: string, fields: Record<string, string>): Promise<void>
  /** Which points a catch-up brought. */
  readonly assisted: AssistedMarks
}

export interface WorkspaceOptions {
  /** Hears what a person should know, such as a damaged file that was put aside. */
  warn: (message: string) => void
}

/** Opens the workspace of a folder and creates what is missing in it. */
export async function openWorkspace(folder: string, { warn }: WorkspaceOptions): Promise<Workspace> {
  const state = path.join(folder, ".course")
  try {
    await mkdir(state, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The folder ${state} cannot be created: ${reasonOf(cause)}`, {
      hint: "course keeps host keys and answers there. Make the folder of course.yaml writable.",
      cause,
    })
  }
  const answersFile = path.join(state, "answers.json")
  const readAnswers = async (): Promise<Answers> => (await readStateFile(answersFile, answers, warn)) ?? {}
  return {
    folder,
    knownHostsFile: path.join(state, "known_hosts"),
    seed: await createSeed(path.join(state, "seed"), warn),
    readAnswers,
    saveAnswer: async (id, fields) => writeStateFile(answersFile, { ...(await readAnswers()), [id]: fields }),
    assisted: assistedMarks(path.join(state, "assisted.json"), warn),
  }
}
