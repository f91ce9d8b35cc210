import type { RosterStudent } from "../../inventory/roster/roster.js"
import { oneLine } from "../../reporters/escape.js"
import type { Finding } from "../diagnose.js"
import { ADVICE } from "./advice.js"
import type { StudentLook } from "./look-at-student.js"
import { troubleOf } from "./trouble.js"

/**
 * A message to one student, ready to send: what they need to do, and nothing about anybody else.
 * @param publicKey the grader's public key that a host should accept, where it is known
 */
export function messageTo(
  { student, inventory }: RosterStudent,
  look: StudentLook,
  publicKey: (role: "dev" | "prod") => string | undefined,
): string {
  const paragraphs = look.hosts.flatMap(({ role, findings }) => {
    const host = role === "laptop" ? undefined : inventory.hosts[role]
    if (!host || role === "laptop") return []
    const address = host.transport === "ssh" ? `${host.address}, port ${host.port}` : "this machine"
    return oneEach(findings).map((finding) =>
      ADVICE[troubleOf(finding)]({ role, user: host.user, address, publicKey: publicKey(role), finding }),
    )
  })
  const to = student.email === undefined ? [] : [`To: ${mailbox(student.name)} <${student.email}>`]
  const subject =
    paragraphs.length === 0 ? "Your VMs are ready to be graded" : "Your VMs: something to do before grading"
  const body =
    look.hosts.length === 0
      ? ["You hand in your work as a signed submission; there is no machine for me to look at."]
      : paragraphs.length === 0
        ? ["I looked at your VMs, and everything is in order. Please leave them running until the grading is over."]
        : [
            "Before grading I looked at your VMs. Please see to the following; it costs no points now.",
            ...paragraphs.map((text, index) => (paragraphs.length === 1 ? text : `${index + 1}. ${text}`)),
            "Thank you! Reply to this message if something is unclear.",
          ]
  const greeting = `Hello ${oneLine(student.name)},`
  return `${[[...to, `Subject: ${subject}`].join("\n"), greeting, ...body].join("\n\n")}\n`
}

/** The first finding of each kind of trouble. */
function oneEach(findings: readonly Finding[]): Finding[] {
  const problems = findings.filter(({ level }) => level === "problem")
  return [...new Map([...problems].reverse().map((finding) => [troubleOf(finding), finding])).values()].reverse()
}

/** A name as the head of a mail may hold it. */
function mailbox(name: string): string {
  const plain = oneLine(name)
  return /^[\p{L}\p{M}\p{N} '-]*$/u.test(plain) ? plain : `"${plain.replace(/[\\"]/g, "\\$&")}"`
}
