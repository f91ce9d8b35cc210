import type { LabState, Track } from "../../src/lab/lab.js"

/** Outcomes that rightly hold on the lab's hosts before their block: from which state on, on which track, and why. */
export type Ahead = Readonly<Record<string, { from: LabState; only?: Track; why: string }>>

const IMAGE = "The image of the lab's hosts comes with this package; on a new VM it is missing."
const PINS = "On the TypeScript track package.json and its lock file are the pins of block 3, and stay exact."
const INSTALLED =
  "The lab's hosts come as an installer leaves machines: accounts, names, network, an SSH server that runs."

export const ahead: Ahead = {
  "b1.os-dev": { from: "fresh", why: INSTALLED },
  "b1.os-prod": { from: "fresh", why: INSTALLED },
  "b1.user-dev": { from: "fresh", why: INSTALLED },
  "b1.user-prod": { from: "fresh", why: INSTALLED },
  "b1.users-distinct": { from: "fresh", why: INSTALLED },
  "b1.hostnames": { from: "fresh", why: INSTALLED },
  "b1.sshd-installed": { from: "fresh", why: INSTALLED },
  "b1.sshd-boot": { from: "fresh", why: INSTALLED },
  "b1.static-dev": { from: "fresh", why: INSTALLED },
  "b1.static-prod": { from: "fresh", why: INSTALLED },
  "b1.netplan-declared": { from: "fresh", why: INSTALLED },
  "b1.netplan-file-mode": { from: "fresh", why: INSTALLED },
  "b1.ping": { from: "fresh", why: INSTALLED },
  "b1.sshd-active": { from: "fresh", why: INSTALLED },
  "b2.git-dev": { from: "fresh", why: IMAGE },
  "b2.git-prod": { from: "fresh", why: IMAGE },
  "b2.tig": { from: "fresh", why: IMAGE },
  "b5.pins": { from: "v0.2", only: "typescript", why: PINS },
  "b5.prod-key": { from: "v0.2", why: "Block 3 has prod's .env written, with a key of its own." },
  "b6.pg-dev": { from: "fresh", why: IMAGE },
  "b6.pg-prod": { from: "fresh", why: IMAGE },
  "b6.pg-local": { from: "fresh", why: IMAGE },
}
