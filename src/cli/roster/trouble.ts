import type { Finding, Topic } from "../diagnose.js"

/** What keeps a machine from being graded, in the words of a summary. `setup` lies with the roster or this machine. */
export const TROUBLES = [
  "name",
  "port",
  "timeout",
  "route",
  "host key",
  "auth",
  "shell",
  "connection",
  "disk",
  "clock",
  "os",
  "sudo",
  "clone",
  "setup",
] as const
export type Trouble = (typeof TROUBLES)[number]

const OF_TOPIC: Readonly<Record<Topic, Trouble>> = {
  name: "name",
  route: "route",
  refused: "port",
  port: "port",
  timeout: "timeout",
  "host key": "host key",
  login: "auth",
  proxy: "setup",
  shell: "shell",
  connection: "connection",
  disk: "disk",
  sudo: "sudo",
  clock: "clock",
  system: "os",
  copy: "clone",
  lab: "setup",
}

/** Codes of what only the instructor can put right. */
const SETUP_CODES: readonly string[] = [
  "COURSE_SSH_KEY",
  "COURSE_CONFIG_INVALID",
  "COURSE_FILE_UNREADABLE",
  "COURSE_HOST_KEY_UNKNOWN",
  "COURSE_PROXY_COMMAND",
]

/** The kinds of trouble among findings, the one that came first at the front. */
export function troublesOf(findings: readonly Finding[]): Trouble[] {
  return [...new Set(findings.filter(({ level }) => level === "problem").map(troubleOf))]
}

export function troubleOf({ topic, code }: Finding): Trouble {
  return code !== undefined && SETUP_CODES.includes(code) ? "setup" : OF_TOPIC[topic]
}
