import type { Transport } from "../../transport/ports.js"
import { Transports } from "../../transport/transports.js"
import type { Student } from "../model.js"
import { knownHostsOf } from "./student-files.js"

/**
 * Ways to the machines of a class. Each student has host keys of their own: those that the account of the instructor knows do not
 * count, because behind jump hosts the machines of many students have the same address. Nobody is ever asked for a password.
 * @param folder of the gradebook
 */
export function classTransports(folder: string, env: NodeJS.ProcessEnv = process.env): (student: Student) => Transport {
  return ({ id }) =>
    new Transports({
      knownHostsFile: knownHostsOf(folder, id),
      readOnlyKnownHosts: [],
      askPassword: false,
      askSudo: false,
      env,
    })
}
