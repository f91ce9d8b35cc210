import { quote } from "../../src/engine/shell.js"
import { labRun, type HostName } from "../../src/lab/lab.js"
import { HOSTS } from "../../src/lab/spec.js"

export interface Writing {
  host: HostName
  /** `~/` for the home of the host's student. */
  path: string
  text: string
  append: boolean
}

/** Saves a file as the host's student does with an editor: the folder has to be there, and an existing file keeps its mode. */
export async function writeFileOn(lab: string, { host, path, text, append }: Writing): Promise<void> {
  const user = HOSTS[host].account?.user ?? "root"
  const place = path.startsWith("~/") ? `~/${quote(path.slice(2))}` : quote(path)
  const script = `cat ${append ? ">>" : ">"} ${place}`
  const { exitCode, stderr } = await labRun({ name: lab, host, user, script, input: text, timeoutMs: 20_000 })
  if (exitCode !== 0) throw new Error(`${path} cannot be written on ${host}: ${stderr.trim()}`)
}
