import { availableParallelism, totalmem } from "node:os"

/** What grading at once is bounded by on a machine. */
export interface Machine {
  readonly cores: number
  /** Bytes that this process may use. */
  readonly memory: number
  /** File handles that it may have open. */
  readonly files: number
}

/** Most of the time a student is waited for: more at once than cores pays. Still more only takes memory. */
const PER_CORE = 8
/** Two hosts with what they said and the judging of it, generously. */
const BYTES = 12 * 1024 * 1024
/** A quarter of the memory is enough for a class; the rest belongs to the database and to others. */
const SHARE = 4
/** Two hosts through a jump host or a proxy command each, and the same for somebody who is only waited for. */
const FILES = 32
/** For the program itself, the database and the terminal. */
const OWN_FILES = 128
const MOST = 128

/** How many students are graded at once unless told. */
export function defaultConcurrency({ cores, memory, files }: Machine = thisMachine()): number {
  const byMemory = Math.floor(memory / SHARE / BYTES)
  const byFiles = Math.floor((files - OWN_FILES) / FILES)
  return Math.max(1, Math.min(cores * PER_CORE, byMemory, byFiles, MOST))
}

function thisMachine(): Machine {
  const constrained = process.constrainedMemory()
  const memory = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
  return { cores: availableParallelism(), memory, files: openFiles() }
}

/** The soft limit on open files, as the report of Node.js tells it where the system has one. */
function openFiles(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } }
  const soft = Number(report.userLimits?.open_files?.soft)
  return Number.isFinite(soft) && soft > 0 ? soft : 4096
}
