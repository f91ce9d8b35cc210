/** What VBoxManage of VirtualBox 7 prints for two machines after block 1, in its own format. */

export const IDS = {
  dev: "0a1b2c3d-1111-4000-8000-000000000010",
  prod: "0a1b2c3d-1111-4000-8000-000000000011",
} as const
type Role = keyof typeof IDS

const HOUR_S = 3600

export const VERSION = "7.0.20r163906\n"

export const VMS = `"dev" {${IDS.dev}}
"prod" {${IDS.prod}}
"Windows 11" {0a1b2c3d-1111-4000-8000-000000000099}
`

export const SNAPSHOTS = `SnapshotName="B1-fresh"
SnapshotUUID="5a9e0000-0000-4000-8000-000000000001"
SnapshotName-1="B1-complete"
SnapshotUUID-1="5a9e0000-0000-4000-8000-000000000002"
CurrentSnapshotName="B1-complete"
CurrentSnapshotUUID="5a9e0000-0000-4000-8000-000000000002"
CurrentSnapshotNode="SnapshotName-1"
`

export const HOSTONLYIFS = `Name:            vboxnet0
GUID:            786f6276-656e-4074-8000-0a0027000000
DHCP:            Disabled
IPAddress:       192.168.56.1
NetworkMask:     255.255.255.0
IPV6Address:${" ".repeat(5)}
IPV6NetworkMaskPrefixLength: 0
HardwareAddress: 0a:00:27:00:00:00
MediumType:      Ethernet
Wireless:        No
Status:          Up
VBoxNetworkName: HostInterfaceNetworking-vboxnet0

`

export const DHCPSERVERS = `NetworkName:    HostInterfaceNetworking-vboxnet0
Dhcpd IP:       192.168.56.100
LowerIPAddress: 192.168.56.101
UpperIPAddress: 192.168.56.254
NetworkMask:    255.255.255.0
Enabled:        No
Global Configuration:
    minLeaseTime:     default
    defaultLeaseTime: default
    maxLeaseTime:     default
    Forced options:   None
    Suppressed opts.: None
        1/legacy: 255.255.255.0
Groups:               None
Individual Configs:   None

`

/** The images of a machine's disk: 0 is the first, each further one began with a snapshot or with its restoring. */
export function mediumId(role: Role, depth: number): string {
  return `d15c0000-0000-4000-8000-0000000${role === "dev" ? 1 : 2}000${depth}`
}

export function machineInfo(role: Role, folder: string): string {
  return `name="${role}"
Encryption:     disabled
groups="/"
ostype="Ubuntu (64-bit)"
UUID="${IDS[role]}"
CfgFile="${folder}/${role}.vbox"
SnapFldr="${folder}/Snapshots"
LogFldr="${folder}/Logs"
hardwareuuid="${IDS[role]}"
memory=${role === "dev" ? 4096 : 2048}
pagefusion="off"
vram=16
cpus=2
VMState="running"
VMStateChangeTime="2026-03-25T12:58:09.499000000"
storagecontrollername0="IDE"
storagecontrollertype0="PIIX4"
storagecontrollername1="SATA"
storagecontrollertype1="IntelAhci"
"IDE-0-0"="none"
"IDE-1-0"="emptydrive"
"IDE-IsEjected-1-0"="off"
"SATA-0-0"="${folder}/Snapshots/{${mediumId(role, 2)}}.vdi"
"SATA-ImageUUID-0-0"="${mediumId(role, 2)}"
natnet1="nat"
macaddress1="080027089D5F"
cableconnected1="on"
nic1="nat"
nictype1="82540EM"
hostonlyadapter2="vboxnet0"
macaddress2="080027BB1475"
cableconnected2="on"
nic2="hostonly"
nictype2="82540EM"
nic3="none"
SessionName="${role === "prod" ? "headless" : "GUI/Qt"}"
VideoMode="720,400,0"@0,0 1
GuestMemoryBalloon=0
${SNAPSHOTS}`
}

export function mediumInfo(role: Role, depth: number, folder: string): string {
  const first = depth === 0
  return `UUID:           ${mediumId(role, depth)}
Parent UUID:    ${first ? "base" : mediumId(role, depth - 1)}
State:          ${depth === 2 ? "locked write" : "locked read"}
Type:           normal (${first ? "base" : "differencing"})
Location:       ${folder}/${first ? `${role}.vdi` : `Snapshots/{${mediumId(role, depth)}}.vdi`}
Storage format: VDI
Format variant: ${first ? "dynamic default" : "differencing default"}
Capacity:       ${role === "dev" ? 25600 : 10240} MBytes
Size on disk:   ${first ? 9870 : 312} MBytes
Encryption:     disabled
Property:       AllocationBlockSize=1048576
In use by VMs:  ${role} (UUID: ${IDS[role]})
`
}

/** The settings file of a machine, as far as it tells when its two snapshots were taken. */
export function settingsFile(role: Role, taken: number): string {
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z")
  return `<?xml version="1.0"?>
<VirtualBox xmlns="http://www.virtualbox.org/" version="1.19-linux">
  <Machine uuid="{${IDS[role]}}" name="${role}" OSType="Ubuntu_64" currentSnapshot="{5a9e0000-0000-4000-8000-000000000002}" snapshotFolder="Snapshots">
    <Snapshot uuid="{5a9e0000-0000-4000-8000-000000000001}" name="B1-fresh" timeStamp="${at(taken - HOUR_S)}">
      <Snapshots>
        <Snapshot uuid="{5a9e0000-0000-4000-8000-000000000002}" name="B1-complete" timeStamp="${at(taken)}"/>
      </Snapshots>
    </Snapshot>
  </Machine>
</VirtualBox>
`
}
