import { describe, expect, test } from "vitest"
import netplanDeclared from "../../../checks/block1/netplan-declared.js"
import netplanFileMode from "../../../checks/block1/netplan-file-mode.js"
import { netplanDevices } from "../../../checks/library/netplan-yaml.js"
import { judged, printed, told, ubuntu } from "./judged.js"

const FULL = `network:
  version: 2
  renderer: networkd
  ethernets:
    enp0s3:
      dhcp4: true
    inner:
      match:
        macaddress: "08:00:27:bb:14:75"
      set-name: "enp0s8"
      addresses:
      - "192.168.56.10/24"
      - "fd00::10/64":
          label: "x"
      nameservers:
        addresses:
        - 1.1.1.1
  bridges:
    br0:
      addresses:
      - 10.0.0.1/24`.split("\n")

describe("what netplan prints", () => {
  test("is read device by device", () => {
    expect(netplanDevices(FULL)).toEqual([
      { device: "enp0s3", matched: false, addresses: [] },
      { device: "enp0s8", matched: true, addresses: ["192.168.56.10/24", "fd00::10/64"] },
      { device: "br0", matched: false, addresses: ["10.0.0.1/24"] },
    ])
  })

  test("may be nothing", () => expect(netplanDevices([])).toEqual([]))
})

describe("an address is written down", () => {
  const PROD = printed(
    "device=enp0s8",
    "networkfile=/etc/systemd/network/10-static.network",
    "networkaddress=192.168.56.11/24",
  )
  const judge = (...lines: string[]): string =>
    told(judged(netplanDeclared, { dev: printed("device=enp0s8", ...lines), prod: PROD }))

  test.each([
    ["for netplan, found by its hardware address", FULL.map((line) => `netplan=${line}`), "pass"],
    [
      "for systemd-networkd itself",
      ["networkfile=/etc/systemd/network/enp0s8.network", "networkaddress=192.168.56.10/24"],
      "pass",
    ],
    [
      "in what is added to a file of netplan's",
      ["networkfile=/run/systemd/network/10-netplan-enp0s8.network", "addedaddress=192.168.56.10/24"],
      "pass",
    ],
    [
      "in a profile of NetworkManager",
      ["profile=192.168.56.10/24 /etc/NetworkManager/system-connections/host only.nmconnection"],
      "pass",
    ],
    ["for ifupdown", ["ifupdown=address 192.168.56.10/24"], "pass"],
    ["for ifupdown, with a mask", ["ifupdown=address 192.168.56.10", "ifupdown=netmask 255.255.255.0"], "pass"],
    [
      "nowhere that outlives a reboot",
      [
        "networkfile=/run/systemd/network/10-x.network",
        "networkaddress=192.168.56.10/24",
        "profile=192.168.56.10/24 /run/NetworkManager/x",
      ],
      "fail: The address of dev is written down nowhere.",
    ],
    [
      "for another interface",
      FULL.map(
        (line) => `netplan=${line.replace('set-name: "enp0s8"', 'set-name: "enp0s9"').replace("match", "link-local")}`,
      ),
      "fail: netplan gives the address of dev to an interface that is not there.",
    ],
    [
      "in a file that netplan cannot read",
      ["netplanproblem=Invalid YAML: tabs are not allowed"],
      "fail: netplan cannot read its files on dev.",
    ],
  ])("%s", (_name, lines, verdict) => expect(judge(...lines)).toBe(verdict))
})

test("without files of netplan's, nobody can change them", () => {
  const machines = {
    dev: ubuntu("dev", { netplanfile: [] }),
    prod: ubuntu("prod", { netplanfile: "755 root:root /etc/netplan" }),
  }
  expect(told(judged(netplanFileMode, machines))).toMatch(/^skip/)
  const readable = { dev: ubuntu("dev", { netplanfile: "644 root:root /etc/netplan/01.yaml" }), prod: ubuntu("prod") }
  expect(told(judged(netplanFileMode, readable))).toBe("pass")
})
