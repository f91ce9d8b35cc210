import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts } from "./command.js"
import { vboxManage } from "./vboxmanage.js"

/** Virtual machines of the laptop with the names of their snapshots; undefined where VirtualBox is not what runs them. */
export type Machines = Map<string, string[]> | undefined

/** Asks VirtualBox, as the person who runs course. Other hypervisors are not asked. */
export function vmSnapshots(): Probe<Machines> {
  const probe = facts(
    "laptop",
    lines(
      vboxManage,
      sh`
[ -n "$there" ] || exit 0
fact there yes
machines=$(vbox list vms) || { fact problem "$(head -n 1 <<<"$machines")"; exit 0; }
while IFS= read -r line; do
  [[ $line =~ ^\"(.*)\"\ (\{[0-9a-fA-F-]+\})$ ]] || continue
  name=\${BASH_REMATCH[1]} id=\${BASH_REMATCH[2]}
  fact machine "$name"
  # Ends with status 1 where there are none.
  vbox snapshot "$id" list --machinereadable | sed -nE 's/^SnapshotName[0-9-]*="(.*)"$/\1/p' | while IFS= read -r snapshot; do
    fact snapshot "$(printf '%s\t%s' "$name" "$snapshot")"
  done
done <<<"$machines"
exit 0`,
    ),
    { timeoutMs: 30_000 },
  )
  return {
    spec: probe.spec,
    read: (observation) => {
      const found = probe.read(observation)
      if (!found.has("there")) return undefined
      if (found.has("problem")) throw new Unobserved(`VirtualBox did not list its machines: ${found.get("problem")}`)
      const machines = new Map(found.all("machine").map((name): [string, string[]] => [name, []]))
      for (const line of found.all("snapshot")) {
        const [machine = "", snapshot = ""] = line.split("\t")
        machines.get(machine)?.push(snapshot)
      }
      return machines
    },
  }
}
