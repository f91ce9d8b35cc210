import { describe, expect, it } from "vitest"
import { parse, parseDocument, visit } from "yaml"
import { ansibleInventory, playbook } from "../../src/bench/fleet/playbook.js"
import type { Fact } from "../../src/bench/fleet/facts.js"
import type { RosterStudent } from "../../src/inventory/roster/roster.js"

const LIMITS = { timeoutMs: 10_000, maxBytes: 1000 }
const FACTS: Fact[] = [
  { kind: "shell", host: "dev", script: "echo '{{ not a template }}'\necho \"two\"", as: "root", ...LIMITS },
  { kind: "systemd", host: "prod", unit: "pixelwise", properties: ["ActiveState", "SubState"], ...LIMITS },
  { kind: "http", host: "prod", url: "http://127.0.0.1:8000/health", method: "GET", headers: {}, ...LIMITS },
]

describe("the playbook of the comparison", () => {
  it("has one task for each fact, on the host that the fact is of", () => {
    const plays = parse(playbook(FACTS), { logLevel: "silent" }) as {
      hosts: string
      tasks: Record<string, unknown>[]
    }[]
    expect(plays.map(({ hosts, tasks }) => [hosts, tasks.length])).toEqual([
      ["dev", 1],
      ["prod", 2],
    ])
    expect(plays[0]?.tasks[0]).toMatchObject({ become: true, timeout: 10 })
    expect(plays[1]?.tasks[0]).toMatchObject({
      "ansible.builtin.command": {
        argv: ["/usr/bin/systemctl", "show", "--property=ActiveState,SubState", "--", "pixelwise"],
      },
    })
  })

  it("keeps scripts from being read as templates", () => {
    const tagged: unknown[] = []
    visit(parseDocument(playbook(FACTS)), {
      Scalar: (_, node) => {
        if (node.tag === "!unsafe") tagged.push(node.value)
      },
    })
    expect(tagged).toEqual([FACTS[0]?.kind === "shell" ? FACTS[0].script : ""])
  })
})

describe("the hosts of the comparison", () => {
  it("have names of their own, although all have the same address", () => {
    const host = {
      ...{ role: "dev", transport: "ssh", address: "192.168.56.10", port: 22, user: "user", identityFiles: ["/key"] },
      ...{ identitiesOnly: true, jumps: [], connectTimeoutMs: 1000, knownHostsFile: "/known hosts" },
      proxyCommand: "nsenter --net=/run/netns/x nc %h %p",
    } as const
    const student = (id: string) =>
      ({ student: { id }, inventory: { hosts: { dev: host } } }) as unknown as RosterStudent
    const written = parse(ansibleInventory([student("s01"), student("s02")])) as {
      all: { children: { dev: { hosts: Record<string, Record<string, string>> } } }
    }
    const hosts = written.all.children.dev.hosts
    expect(Object.keys(hosts)).toEqual(["s01-dev", "s02-dev"])
    const options = hosts["s01-dev"]?.["ansible_ssh_common_args"]
    expect(options).toContain("'ProxyCommand=nsenter --net=/run/netns/x nc 192.168.56.10 22'")
    expect(options).toContain("HostKeyAlias=192.168.56.10")
    expect(options).toContain("'UserKnownHostsFile=/known hosts'")
  })
})
