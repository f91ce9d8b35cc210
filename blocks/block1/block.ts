import { defineBlock } from "../../src/engine/block.js"

export default defineBlock({
  id: "block1",
  number: 1,
  title: "Development and production machines",
  from: undefined,
  tag: undefined,
  exercises: [
    {
      id: "1.1",
      title: "Provision the machines",
      steps: [
        { id: "1.1.1", title: "Install the hypervisor on the laptop", outcomes: ["b1.hypervisor"] },
        {
          id: "1.1.2",
          title: "Fetch two Ubuntu LTS images: desktop for dev, server for prod",
          outcomes: [],
        },
        {
          id: "1.1.3",
          title: "Define the machine dev",
          outcomes: ["b1.dev-definition"],
        },
        {
          id: "1.1.4",
          title: "Define the machine prod",
          outcomes: ["b1.prod-definition"],
        },
        {
          id: "1.1.5",
          title: "Install both by hand, each with its own name and account",
          outcomes: [
            "b1.os-dev",
            "b1.os-prod",
            "b1.dev-desktop",
            "b1.prod-headless",
            "b1.user-dev",
            "b1.user-prod",
            "b1.users-distinct",
            "b1.hostnames",
            "b1.dev-cpu",
            "b1.dev-memory",
            "b1.dev-disk",
            "b1.prod-cpu",
            "b1.prod-memory",
            "b1.prod-disk",
          ],
        },
        {
          id: "1.1.6",
          title: "Bring both up to date, install the SSH server, reboot",
          outcomes: ["b1.sshd-installed", "b1.sshd-boot", "b1.rebooted"],
        },
        { id: "1.1.7", title: "Keep the first state as the snapshot B1-fresh", outcomes: ["b1.snapshot-fresh"] },
        {
          id: "1.1.8",
          title: "Make the host-only network, without leased addresses",
          outcomes: ["b1.hostonly-net", "b1.dhcp-off"],
        },
        {
          id: "1.1.9",
          title: "Give both machines an adapter for NAT and one for the host-only network",
          outcomes: ["b1.adapter-nat"],
        },
        {
          id: "1.1.10",
          title: "Write the fixed addresses down for netplan",
          outcomes: [
            "b1.static-dev",
            "b1.static-prod",
            "b1.netplan-declared",
            "b1.netplan-file-mode",
            "b1.adapter-hostonly",
          ],
        },
        { id: "1.1.11", title: "Ping prod from dev", outcomes: ["b1.ping"] },
      ],
    },
    {
      id: "1.2",
      title: "Find your way around Linux, on dev",
      steps: [
        { id: "1.2.1", title: "Look around in /home, /etc and /opt", outcomes: ["b1.facts"] },
        { id: "1.2.2", title: "Make a workshop, and a file in it", outcomes: ["b1.workshop"] },
        { id: "1.2.3", title: "Read the mode of a file, character by character", outcomes: ["b1.mode-string"] },
        { id: "1.2.4", title: "Close a file to everybody else", outcomes: ["b1.notes-mode"] },
        {
          id: "1.2.5",
          title: "Think about what root may read, and who should be root",
          outcomes: ["b1.least-privilege"],
        },
        { id: "1.2.6", title: "Practise typing with ten fingers", outcomes: ["b1.typing"] },
      ],
    },
    {
      id: "1.3",
      title: "SSH, and keys instead of passwords",
      steps: [
        { id: "1.3.1", title: "Log in from dev to prod by password", outcomes: ["b1.password-baseline"] },
        {
          id: "1.3.2",
          title: "Make a key pair on dev",
          outcomes: ["b1.key-type", "b1.key-mode", "b1.key-home", "b1.key-comment"],
        },
        { id: "1.3.3", title: "Bring the public half to prod", outcomes: ["b1.authorized-key"] },
        { id: "1.3.4", title: "Log in again: nothing is asked", outcomes: ["b1.key-login"] },
        {
          id: "1.3.5",
          title: "Switch passwords off on prod",
          outcomes: ["b1.password-off-config"],
        },
        {
          id: "1.3.6",
          title: "Restart the SSH server, with a session open until a second login works",
          outcomes: ["b1.sshd-active", "b1.password-off-live"],
        },
        {
          id: "1.3.7",
          title: "Keep both machines as the snapshot B1-complete",
          outcomes: ["b1.snapshot-dev", "b1.snapshot-prod"],
        },
        { id: "1.3.8", title: "Break prod on purpose, and restore it", outcomes: ["b1.restore-drill"] },
        { id: "1.3.9", title: "Start prod without a window from now on", outcomes: ["b1.headless-start"] },
      ],
    },
  ],
})
