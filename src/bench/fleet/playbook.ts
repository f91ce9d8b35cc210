import { readFileSync } from "node:fs"
import { Scalar, stringify } from "yaml"
import { quote } from "../../engine/shell.js"
import type { SshHost } from "../../inventory/inventory.js"
import type { RosterStudent } from "../../inventory/roster/roster.js"
import type { Fact } from "./facts.js"

const ROLES = ["dev", "prod"] as const

/**
 * A playbook that asks the same facts, one task per fact, with the module that fits: the very scripts for shell probes, `systemctl show`
 * for units, `uri` for requests. A failing command is a fact as well.
 */
export function playbook(facts: readonly Fact[]): string {
  const plays = ROLES.map((role) => ({
    hosts: role,
    gather_facts: false,
    tasks: facts.filter(({ host }) => host === role).map(task),
  }))
  return stringify(plays, { lineWidth: 0, customTags: [UNSAFE] })
}

function task(fact: Fact, index: number): Record<string, unknown> {
  const never = { changed_when: false, failed_when: false, ignore_errors: true }
  const timeout = Math.ceil(fact.timeoutMs / 1000)
  const name = `fact ${index}`
  if (fact.kind === "systemd") {
    const argv = ["/usr/bin/systemctl", "show", `--property=${fact.properties.join(",")}`, "--", fact.unit]
    return { name, "ansible.builtin.command": { argv }, timeout, ...never }
  }
  if (fact.kind === "http") {
    const { url, method, headers, body } = fact
    const request = {
      url,
      method,
      headers,
      return_content: true,
      follow_redirects: "none",
      ...(body !== undefined && { body: unsafe(body) }),
    }
    return { name, "ansible.builtin.uri": request, timeout, ...never }
  }
  const shell = { cmd: unsafe(fact.script), executable: "/bin/bash" }
  return { name, "ansible.builtin.shell": shell, timeout, ...(fact.as === "root" && { become: true }), ...never }
}

/** Text that Ansible must not read as a template. */
class Unsafe {
  constructor(readonly text: string) {}
}
const UNSAFE = {
  tag: "!unsafe",
  identify: (value: unknown) => value instanceof Unsafe,
  createNode: (_: unknown, value: unknown) => {
    const node = new Scalar(value instanceof Unsafe ? value.text : value)
    node.type = Scalar.QUOTE_DOUBLE
    node.tag = "!unsafe"
    return node
  },
  resolve: (text: string) => new Unsafe(text),
}

function unsafe(text: string): Unsafe {
  return new Unsafe(text)
}

/**
 * The hosts as Ansible needs them. Each has a name of its own although all have the same addresses: Ansible names the sockets of its lasting
 * connections by it, and would ask one student's host for all.
 */
export function ansibleInventory(students: readonly RosterStudent[]): string {
  const hostsOf = (role: (typeof ROLES)[number]) =>
    Object.fromEntries(
      students.flatMap(({ student, inventory }) => {
        const host = inventory.hosts[role]
        return host?.transport === "ssh" ? [[`${student.id}-${role}`, variables(host)] as const] : []
      }),
    )
  return stringify({ all: { children: { dev: { hosts: hostsOf("dev") }, prod: { hosts: hostsOf("prod") } } } })
}

function variables(host: SshHost): Record<string, string | number> {
  const { address, port, user, identityFiles, proxyCommand = "", knownHostsFile = "", sudoPassword } = host
  const proxy = proxyCommand.replaceAll("%h", address).replaceAll("%p", String(port))
  const options = [
    ["ProxyCommand", proxy],
    ["UserKnownHostsFile", knownHostsFile],
    ["HostKeyAlias", address],
    ["StrictHostKeyChecking", "yes"],
    ["IdentitiesOnly", "yes"],
  ].map(([name, value]) => `-o ${quote(`${name}=${value}`)}`)
  const password = sudoPassword && "file" in sudoPassword ? readFileSync(sudoPassword.file, "utf8").trim() : undefined
  return {
    ansible_user: user,
    ansible_ssh_private_key_file: identityFiles[0] ?? "",
    ansible_ssh_common_args: options.join(" "),
    ansible_python_interpreter: "/usr/bin/python3",
    ...(password !== undefined && { ansible_become_password: password }),
  }
}

/** As the comparison asks for: 20 hosts at once, pipelining on, everything else as it comes. */
export const ANSIBLE_SETTINGS = `[defaults]
forks = 20
host_key_checking = True
retry_files_enabled = False
stdout_callback = minimal
[ssh_connection]
pipelining = True
`
