import { describe, expect, it } from "vitest"
import { candidatesOf, virtualBoxMachines } from "../../src/setup/virtual-box.js"

const DEV = "11111111-2222-3333-4444-555555555555"
const PROD = "99999999-2222-3333-4444-555555555555"
const LIST = `"Dev VM" {${DEV}}\n"pixelwise \\"prod\\"" {${PROD}}\n"<inaccessible>" {bad}\n`
const INFO = `name="Dev VM"
VMState="running"
natnet1="nat"
Forwarding(0)="http,tcp,,8080,,80"
Forwarding(1)="ssh,tcp,127.0.0.1,2222,,22"
Forwarding(2)="game,udp,,22,,22"
hostonlyadapter2="vboxnet0"
`

describe("virtualBoxMachines", () => {
  it("finds forwarded ports and addresses of machines, and says which are off", async () => {
    const asked: string[] = []
    const found = await virtualBoxMachines(async (file, argv) => {
      asked.push([file, ...argv].join(" "))
      if (argv[0] === "list") return LIST
      if (argv[0] === "guestproperty")
        return argv.includes(DEV)
          ? "/VirtualBox/GuestInfo/Net/0/V4/IP = '10.0.2.15' @ 2026-01-01\n/VirtualBox/GuestInfo/Net/1/V4/IP = '192.168.56.10' @ 2026-01-01\n"
          : ""
      return argv.includes(DEV) ? INFO : 'VMState="poweroff"\nForwarding(0)="ssh,tcp,,2223,,22"\n'
    })
    expect(asked[0]).toBe("VBoxManage list vms")
    expect(found).toEqual([
      {
        role: "dev",
        entry: { address: "127.0.0.1", port: 2222 },
        source: 'VirtualBox machine "Dev VM", forwarded port',
      },
      { role: "dev", entry: { address: "192.168.56.10" }, source: 'VirtualBox machine "Dev VM"' },
      {
        role: "prod",
        entry: { address: "127.0.0.1", port: 2223 },
        source: String.raw`VirtualBox machine "pixelwise \"prod\"", forwarded port`,
        note: "it is poweroff",
      },
    ])
  })

  it("reads what an older VirtualBox prints", () => {
    const addresses = "Name: /VirtualBox/GuestInfo/Net/1/V4/IP, value: 192.168.56.11, timestamp: 1, flags: \n"
    expect(candidatesOf("machine", 'VMState="running"\n', addresses)).toEqual([
      { role: "prod", entry: { address: "192.168.56.11" }, source: 'VirtualBox machine "machine"' },
    ])
  })

  it("finds nothing where VirtualBox is not there", async () => {
    expect(await virtualBoxMachines(async () => undefined)).toEqual([])
  })
})
