import { word, type Mutant } from "../mutant.js"
import { IDS, mediumId } from "./virtualbox-output.js"

type More = Partial<Pick<Mutant, "also" | "named">>

/** Changes what VBoxManage prints, or the files of the machines, and puts all back. */
function onLaptop(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return {
    name,
    check,
    message,
    host: "laptop",
    break: `cp -a ~/vbox ~/vbox.off\ncd ~/vbox\n${change}`,
    repair: "rm -r ~/vbox && mv ~/vbox.off ~/vbox",
    ...more,
  }
}

const info = (role: keyof typeof IDS): string => `showvminfo_${IDS[role]}_--machinereadable`
const disk = (role: keyof typeof IDS): string => `showmediuminfo_disk_${mediumId(role, 0)}`
const snapshots = (role: keyof typeof IDS): string => `snapshot_${IDS[role]}_list_--machinereadable`
const settings = `~/"VirtualBox VMs"/prod/prod.vbox`

export const laptopMutants: Mutant[] = [
  onLaptop(
    "virtualbox-without-version",
    "b1.hypervisor",
    /does not tell its version/,
    "echo 'VBoxManage: error: Failed to create the VirtualBox object!' >--version",
  ),
  onLaptop("virtualbox-that-does-not-answer", "b1.hypervisor", /VirtualBox does not answer/, "rm list_vms"),
  onLaptop(
    "machine-of-another-name",
    "b1.dev-definition",
    /is called pixelwise-dev/,
    `sed -i 's/^"dev"/"pixelwise-dev"/' list_vms`,
  ),
  onLaptop("no-machine-for-dev", "b1.dev-definition", /no machine called dev/, `sed -i '/^"dev"/d' list_vms`, {
    also: ["b1.snapshot-fresh"],
  }),
  onLaptop(
    "machine-for-windows",
    "b1.dev-definition",
    /defined for another system/,
    `sed -i 's/^ostype=.*/ostype="Windows 11 (64-bit)"/' ${info("dev")}`,
  ),
  onLaptop(
    "disk-of-fixed-size",
    "b1.dev-definition",
    /has a fixed size/,
    `sed -i 's/dynamic default/fixed default/' ${disk("dev")}`,
  ),
  onLaptop(
    "disk-of-another-format",
    "b1.dev-definition",
    /another format/,
    `sed -i 's/^Storage format: VDI/Storage format: VMDK/' ${disk("dev")}`,
  ),
  onLaptop(
    "no-machine-for-prod",
    "b1.prod-definition",
    /no machine called prod/,
    `sed -i 's/^"prod"/"server"/' list_vms`,
    { also: ["b1.snapshot-fresh"] },
  ),
  onLaptop(
    "no-first-snapshot",
    "b1.snapshot-fresh",
    /no snapshot B1-fresh of prod/,
    `sed -i 's/B1-fresh/first/' ${snapshots("prod")}`,
  ),
  onLaptop(
    "another-subnet",
    "b1.hostonly-net",
    /No host-only network of the laptop has the address/,
    "sed -i 's/192.168.56.1$/192.168.57.1/' list_hostonlyifs",
  ),
  onLaptop("no-network-at-all", "b1.hostonly-net", /no host-only network/, ": >list_hostonlyifs"),
  onLaptop("another-mask", "b1.hostonly-net", /another mask/, "sed -i 's/255.255.255.0/255.255.0.0/' list_hostonlyifs"),
  onLaptop(
    "dhcp-on",
    "b1.dhcp-off",
    /DHCP server .* switched on/,
    "sed -i 's/^Enabled: .*/Enabled:        Yes/' list_dhcpservers",
  ),
  onLaptop(
    "no-snapshot-of-dev",
    "b1.snapshot-dev",
    /machine for dev has no snapshot B1-complete/,
    `sed -i '/-1=/d' ${snapshots("dev")}`,
  ),
  onLaptop(
    "no-snapshot-of-prod",
    "b1.snapshot-prod",
    /machine for prod has no snapshot B1-complete/,
    `sed -i 's/B1-complete/before lunch/' ${snapshots("prod")}`,
  ),
  onLaptop(
    "prod-in-a-window",
    "b1.headless-start",
    /runs in a window/,
    `sed -i 's/^SessionName=.*/SessionName="GUI\\/Qt"/' ${info("prod")}`,
  ),
  {
    name: "never-restored",
    check: "b1.restore-drill",
    message: /has not been restored/,
    host: "laptop",
    // As if the images had been made together with the snapshots: all that they ever saw.
    break: `cp -a ${settings} ~/settings.off
now=$(date -u -d "@$(stat -c %W ~/"VirtualBox VMs"/prod/Snapshots)" +%FT%TZ)
sed -i -E ${word('s/timeStamp="[^"]*"/timeStamp="NOW"/')} ${settings}
sed -i "s/NOW/$now/" ${settings}`,
    repair: `mv ~/settings.off ${settings}`,
    named: ["b1.restore-drill"],
  },
]
