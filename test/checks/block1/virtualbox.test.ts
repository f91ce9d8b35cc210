import { describe, expect, test } from "vitest"
import dhcpOff from "../../../checks/block1/dhcp-off.js"
import headlessStart from "../../../checks/block1/headless-start.js"
import hostonlyNet from "../../../checks/block1/hostonly-net.js"
import hypervisor from "../../../checks/block1/hypervisor.js"
import restoreDrill from "../../../checks/block1/restore-drill.js"
import snapshotProd from "../../../checks/block1/snapshot-prod.js"
import { restoredSince } from "../../../checks/library/restored.js"
import type { VirtualMachine } from "../../../checks/library/virtualbox.js"
import { answered, judged, printed, student, told, ubuntu } from "./judged.js"

const NONE = printed("laptop=none")
const BOX = [
  "laptop=none",
  "there=/usr/bin/VBoxManage",
  "version=7.0.20r163906",
  "machine=1\tdev",
  "machine=2\tprod",
  "VMState=2\trunning",
  "SessionName=2\theadless",
]

describe("the hypervisor", () => {
  const dev = ubuntu("dev")
  const on = (virt: string, hypervisorOf = student()): string =>
    told(judged(hypervisor, { box: NONE, dev: ubuntu("dev", { hypervisor: virt }) }, hypervisorOf))

  test("answers by its version, after any warning", () => {
    expect(told(judged(hypervisor, { box: printed(...BOX), dev }))).toBe("pass")
  })

  test("runs dev, but its command line is not found", () => {
    expect(on("oracle")).toMatch(/command line is not found/)
    expect(on("vmware")).toMatch(/does not declare it/)
  })

  test("may be another one that is declared, and dev has to agree", () => {
    expect(on("vmware", student({ hypervisor: "vmware" }))).toBe("pass")
    expect(on("kvm", student({ hypervisor: "gnome-boxes" }))).toBe("pass")
    expect(on("apple", student({ hypervisor: "utm" }))).toBe("pass")
    expect(on("oracle", student({ hypervisor: "virt-manager" }))).toMatch(/another hypervisor/)
  })

  test("is nobody's fault where course itself runs in a machine, or where dev is a container", () => {
    expect(told(judged(hypervisor, { box: printed("laptop=oracle"), dev }))).toMatch(
      /^skip: course runs in a virtual machine/,
    )
    expect(
      told(judged(hypervisor, { box: NONE, dev: ubuntu("dev", { container: "lxc", hypervisor: "kvm" }) })),
    ).toMatch(/^skip/)
  })

  test("is not asked for its machines where another one is declared", () => {
    const who = student({ hypervisor: "utm" })
    for (const check of [snapshotProd, hostonlyNet, headlessStart])
      expect(told(judged(check, { box: printed(...BOX) }, who))).toBe(
        "skip: course.yaml declares UTM, which is not asked.",
      )
  })
})

describe("networks", () => {
  const MACOS = [
    "network=Name HostNetwork",
    "network=NetworkMask 255.255.255.0",
    "network=LowerIP 192.168.56.1",
    "network=VBoxNetworkName hostonly-HostNetwork",
  ]
  const machines = { dev: ubuntu("dev"), prod: ubuntu("prod") }

  test("of macOS are known by their first address, and lease by themselves", () => {
    const box = printed(...BOX, ...MACOS)
    expect(told(judged(hostonlyNet, { box }))).toBe("pass")
    expect(told(judged(dhcpOff, { box, ...machines }))).toBe("pass")
  })

  test("without a list of servers lease nothing", () => {
    const interfaces = [
      "interface=Name VirtualBox Host-Only Ethernet Adapter",
      "interface=IPAddress 192.168.56.1",
      "interface=NetworkMask 255.255.255.0",
      "interface=VBoxNetworkName HostInterfaceNetworking-VirtualBox Host-Only Ethernet Adapter",
    ]
    const leasing = [
      "dhcp=NetworkName HostInterfaceNetworking-VirtualBox Host-Only Ethernet Adapter",
      "dhcp=Enabled Yes",
    ]
    expect(told(judged(dhcpOff, { box: printed(...BOX, ...interfaces), ...machines }))).toBe("pass")
    expect(told(judged(dhcpOff, { box: printed(...BOX, ...interfaces, ...leasing), ...machines }))).toMatch(
      /switched on/,
    )
  })
})

describe("snapshots", () => {
  test("of the short name of the notes count, with a word about it", () => {
    const verdict = judged(snapshotProd, { box: printed(...BOX, "snapshot=2\tB1") })
    expect(verdict).toMatchObject({ status: "pass", message: expect.stringMatching(/rename it/) as string })
    expect(told(judged(snapshotProd, { box: printed(...BOX, "snapshot=2\tB2") }))).toMatch(/no snapshot B1-complete/)
  })

  test("are looked for in the machine that is named after the role", () => {
    const renamed = BOX.map((line) => line.replace("\tprod", "\tPixelWise PROD"))
    expect(told(judged(snapshotProd, { box: printed(...renamed, "snapshot=2\tb1-complete") }))).toBe("pass")
    expect(told(judged(snapshotProd, { box: printed("there=x", "machine=2\tserver") }))).toBe(
      "skip: needs b1.prod-definition",
    )
  })
})

describe("a restored machine", () => {
  const machine = (born: number[], taken: number[]): VirtualMachine => ({
    ...{ id: "", name: "prod", osType: "", state: "", session: "", snapshots: [] },
    taken,
    images: born.map((at, index) => ({ born: at, format: "VDI", variant: "", first: index === born.length - 1 })),
  })

  test.each([
    ["was not, where each image came with a snapshot", [2000, 1010, 100], [1000, 2000], false],
    ["was, where the image in use is newer than its snapshot", [9000, 1010, 100], [1000, 2000], true],
    ["was, where that is an image between two snapshots", [20000, 9000, 100], [1000, 20000], true],
    ["is not to be told without a snapshot", [100], [], undefined],
    ["is not to be told where files have no birthday", [0, 0, 0], [1000, 2000], undefined],
  ])("%s", (_name, born, taken, restored) => expect(restoredSince(machine(born, taken))).toBe(restored))

  test("is judged by a person where no hypervisor tells", () => {
    const answer = answered({ broken: "sudo rm -rf /etc on prod", seen: "no login worked any more" })
    expect(told(judged(restoreDrill, { answer, box: NONE }))).toMatch(/^skip/)
  })
})

test("a machine that is off was started by nobody", () => {
  expect(told(judged(headlessStart, { box: printed("there=x", "machine=2\tprod", "VMState=2\tpoweroff") }))).toMatch(
    /^skip/,
  )
  expect(
    told(
      judged(headlessStart, {
        box: printed("there=x", "machine=2\tprod", "VMState=2\trunning", "SessionType=2\theadless"),
      }),
    ),
  ).toBe("pass")
})
