import { CourseError } from "../../errors/course-error.js"
import type { SshTarget } from "../../inventory/inventory.js"
import { fingerprint, knownHostsName, keyType, rememberKey, type KnownHosts } from "./known-hosts.js"

/** Decides about one host key. @throws CourseError when it must not be trusted */
export async function judgeHostKey(
  target: SshTarget,
  key: Buffer,
  {
    label,
    known,
    ownFile,
    onNew,
  }: {
    label: string
    known: KnownHosts
    /** Where a key seen for the first time is kept; without it, no new key is trusted. */
    ownFile: string | undefined
    onNew: ((fingerprint: string) => void) | undefined
  },
): Promise<void> {
  const name = hostKeyName(target)
  const standing = known.standing(name, key)
  const shown = `${keyType(key)} ${fingerprint(key)}`
  if (standing.kind === "known") return
  if (standing.kind === "revoked")
    throw new CourseError(
      "COURSE_HOST_KEY_CHANGED",
      `${label} (${name}) shows a host key that is marked as revoked: ${shown}.`,
      {
        hint: "Do not log in there. Ask whoever runs that machine.",
      },
    )
  if (standing.kind === "changed")
    throw new CourseError(
      "COURSE_HOST_KEY_CHANGED",
      `${label} (${name}) shows another host key (${shown}) than the one in ${standing.where}. Either it is another machine, or you restored or rebuilt the VM: run \`course trust ${label}\``,
      { hint: "If you did neither, find out first which machine answers there." },
    )
  if (ownFile === undefined)
    throw new CourseError(
      "COURSE_HOST_KEY_UNKNOWN",
      `${label} (${name}) shows a host key that is not known yet: ${shown}.`,
      {
        hint: `Compare it with the machine's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then run \`course trust ${label}\`.`,
      },
    )
  await rememberKey(ownFile, name, key)
  onNew?.(shown)
}

/** The name under which known_hosts files hold the key of a host. */
export function hostKeyName({ hostKeyAlias, address, port }: SshTarget): string {
  return hostKeyAlias?.toLowerCase() ?? knownHostsName(address, port)
}
