import type { Reader, ReferenceFiles } from "../../src/notes/for-reader.js"
import { valuesOf } from "../../src/notes/values.js"

/** A chapter with every kind of piece. */
export const SAMPLE = `---
block: 5
title: "Backend: API and service"
from: v0.3
tag: v0.4
---

# Block 5. Backend: API and service

A service answers when somebody asks. It has to be there at 12:30, on port :8000, and say \`b5.x:y\` to nobody.

## Why this block

You have a function. Others cannot call it. See <https://example.org/why> and [the standard](https://example.org/rfc), or ask at {{gitWeb}}.

- **First**, a contract: what goes in, what comes out, and what is answered when neither fits, in words that a program can read.
- Then the *code*:
  1. routes,
  2. models.

| Code | Meaning |
| --- | --- |
| \`200\` | It worked, and the answer is in the body of the response that you are reading |
| \`401\` | Who are you? |

### A heading within

\`\`\`text
  dev ──► prod
\`\`\`

> Be strict with what you send.

## 5.4 Supervised service on prod

A supervisor starts what stops.

### 5.4.1 Author the unit file on dev

Outcomes: \`b5.unit-file\`, \`b5.unit-user\`

Look at the code first.

\`\`\`ts excerpt=src/app.ts tag=v0.4 lines=2-3
\`\`\`

:::typescript
Node.js runs it.

\`\`\`ini dev file=~/pixelwise/deploy/pixelwise.service tag=v0.4
\`\`\`

:::

:::python
Uvicorn runs it.
:::

\`\`\`sh dev file=~/pixelwise/.env.example append
MODEL_VERSION=1
\`\`\`

\`\`\`diff dev file=~/requests/docs.patch
--- a/src/app.ts
+++ b/src/app.ts
@@ -1 +1 @@
-one
+two
\`\`\`

:::margin pitfall The comment behind a value
systemd takes it for a part of the value of \`{{serviceUser}}\`.
:::

### 5.4.6 Run the setup script on prod

Outcomes: \`b5.active\`

\`\`\`sh prod reply="" reply="yes"
ssh {{prodAddress}} --with-an-option-that-is-so-long-that-the-line-is-wider-than-eighty-columns
sudo ./setup-server.sh
\`\`\`

\`\`\`output
active (running)
\`\`\`

\`\`\`sh prod fails
curl --fail http://127.0.0.1:8000/nothing
\`\`\`

\`\`\`sh prod again interactive keys="ctrl-c"
journalctl -f
\`\`\`

:::margin security One key per machine
What leaks on dev does not open prod.
:::

:::margin happened Why a moment passes
The model is read first.
:::

:::margin aside Or by hand
As ever.
:::

:::action snapshot B5-complete
Take it of both machines. Or:

\`\`\`sh laptop
VBoxManage snapshot prod take B5-complete
\`\`\`

:::

### 5.4.7 Think

No outcome here.

## Recap

That was it.
`

export const FILES: Readonly<Record<string, string>> = {
  "src/app.ts": "const one = 1\nconst two = 2\nconst three = 'drei'\n",
  "deploy/pixelwise.service": "[Service]\nUser=produser\n# {{not-a-value}}\n",
}

export const files: ReferenceFiles = (tag, path) => (tag === "v0.4" ? FILES[path] : undefined)

export const READER: Reader = { track: "typescript", values: valuesOf(), files }
