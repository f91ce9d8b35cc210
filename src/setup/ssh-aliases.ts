import { readSshConfig, sshConfigAliases } from "../inventory/ssh-config.js"
import { LECTURE, SETUP_ROLES, roleOf, type Candidate } from "./candidate.js"

/** The aliases of ~/.ssh/config that name a machine of the course, or lead to one of its addresses. */
export function sshAliases({ home, env }: { home: string; env: NodeJS.ProcessEnv }): Candidate[] {
  const lookup = readSshConfig(home, env)
  return sshConfigAliases(home).flatMap((alias): Candidate[] => {
    const { hostName, user } = lookup(alias, undefined)
    const role = roleOf(hostName, alias, user)
    const fits = role !== undefined || /pixelwise/i.test(`${alias} ${hostName}`)
    const lecture = SETUP_ROLES.some((each) => LECTURE[each].address === hostName)
    if (!fits && !lecture) return []
    const entry = { address: alias, ...(user === undefined ? {} : { user }) }
    return [{ role, entry, source: "~/.ssh/config" }]
  })
}
