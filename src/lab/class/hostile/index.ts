import { changingHostKey } from "./changing-host-key.js"
import { endlessOutput } from "./endless-output.js"
import { escapeSequences } from "./escape-sequences.js"
import { fakeSystemctl } from "./fake-systemctl.js"
import { forgedFrames } from "./forged-frames.js"
import { forkBomb } from "./fork-bomb.js"
import type { Hostile } from "./hostile.js"
import { hugeFile } from "./huge-file.js"
import type { HostileKind } from "./kinds.js"
import { shadowLink } from "./shadow-link.js"
import { silentShell } from "./silent-shell.js"

export const HOSTILE: Readonly<Record<HostileKind, Hostile>> = {
  "endless-output": endlessOutput,
  "silent-shell": silentShell,
  "fork-bomb": forkBomb,
  "forged-frames": forgedFrames,
  "fake-systemctl": fakeSystemctl,
  "escape-sequences": escapeSequences,
  "huge-file": hugeFile,
  "shadow-link": shadowLink,
  "changing-host-key": changingHostKey,
}
