import { HOSTS, type HostName } from "../../src/lab/spec.js"
import { labRun } from "../../src/lab/lab.js"

/** Runs a bash text on a host and gives what it printed, without the last line's end. */
type Question = (script: string) => Promise<string>

export interface Ask {
  dev: Question
  prod: Question
  rootOfDev: Question
  rootOfProd: Question
  rootOfHub: Question
}

/** Whom to ask in a lab: its students and its roots. A question that fails, fails the test with what was said. */
export function asker(name: string): Ask {
  const on =
    (host: HostName, user = HOSTS[host].account?.user ?? "root"): Question =>
    async (script) => {
      const home = user === "root" ? "/root" : `/home/${user}`
      const { exitCode, stdout, stderr } = await labRun({ name, host, user, script: `cd ${home}\n${script}` })
      if (exitCode !== 0) throw new Error(`${host} ended with status ${exitCode}: ${script}\n${stdout}${stderr}`)
      // ssh ends its own lines as a terminal wants them.
      return stdout.replaceAll("\r\n", "\n").replace(/\n$/, "")
    }
  return {
    dev: on("dev"),
    prod: on("prod"),
    rootOfDev: on("dev", "root"),
    rootOfProd: on("prod", "root"),
    rootOfHub: on("hub", "root"),
  }
}
