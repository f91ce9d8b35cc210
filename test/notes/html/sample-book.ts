import type { Track } from "../../../src/engine/context.js"
import { forReader } from "../../../src/notes/for-reader.js"
import type { BookInput } from "../../../src/notes/html/book.js"
import { parseChapter } from "../../../src/notes/parse.js"
import { valuesOf } from "../../../src/notes/values.js"

const FENCE = "```"

/** A block with one of everything. */
export const SAMPLE_NOTES = `---
block: 5
title: "Doors & <windows>"
from: v0.3
tag: v0.4
---

# Block 5. Doors & <windows>

Before all sections, a link to https://example.org/a?b=1&c=2 and \`<script>alert(1)</script>\`.

## Why this block

Because of **doors**. Step 5.1.2 needs them, version 5.1.9 does not exist.

${FENCE}text
┌──────┐
│ door │
└──────┘
${FENCE}

## 5.1 Make doors

### 5.1.1 Cut the wood

Outcomes: \`b5.wood\`, \`b5.saw\`

Only the carpenter's work is for both.

:::typescript
Saw with **npm**.

${FENCE}sh dev
npm run saw -- "a" < /dev/null
ls \\
  -l
${FENCE}

:::

:::python
Saw with **pip**.

${FENCE}sh dev
pip saw
${FENCE}

:::

${FENCE}output
sawn: <all>
${FENCE}

${FENCE}ts dev file=~/pixelwise/src/door.ts tag=v0.4
${FENCE}

:::margin security Locks & keys
A door without lock is a hole.

${FENCE}sh prod
sudo lock
${FENCE}

:::

### 5.1.2 Hang the door

${FENCE}sh prod fails
open door
${FENCE}

${FENCE}sh laptop again reply="Anna" reply=""
greet
${FENCE}

${FENCE}sh dev interactive keys="^X"
nano door
${FENCE}

${FENCE}ini prod file=/etc/door.conf append
open = no
${FENCE}

${FENCE}diff dev file=~/door.patch
--- a/door
+++ b/door
@@ -1 +1 @@
-closed
+open
${FENCE}

:::action snapshot B5-doors
Take it on {{devAddress}}.
:::

## Recap

| a | b |
| --- | --- |
| 1 | 2 |
`

export const DOOR: Record<Track, string> = {
  typescript: 'export const door = "</script><b>oak</b>"\n',
  python: "DOOR = 'oak'\n",
}

/** The sample as a book of two blocks, the second one nearly empty. */
export function sampleBook(changes: Partial<BookInput> = {}): BookInput {
  const chapters = [parseChapter(SAMPLE_NOTES, "notes.md"), parseChapter(SECOND, "second.md")]
  const readBy = (track: Track) =>
    chapters.map((chapter) => forReader(chapter, { track, values: valuesOf(), files: () => DOOR[track] }))
  const python = readBy("python")
  return {
    chapters: readBy("typescript").map((typescript, index) => ({ typescript, python: python[index] ?? typescript })),
    track: "typescript",
    outcomes: new Map([["b5.wood", "The wood is <cut>"]]),
    accounts: { dev: "user", prod: "produser" },
    ...changes,
  }
}

const SECOND = `---
block: 6
title: Windows
from: v0.4
tag: v0.5
---

# Block 6. Windows

## Why this block

After 5.1.1 comes the glass, which is transparent.
`
