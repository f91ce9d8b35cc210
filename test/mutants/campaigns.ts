import block1 from "./block1/index.js"
import block2 from "./block2/index.js"
import block3 from "./block3/index.js"
import block4 from "./block4/index.js"
import block4Python from "./block4/python.js"
import block5 from "./block5/index.js"
import block6 from "./block6/index.js"
import type { Campaign } from "./campaign.js"

/** All blocks whose checks are proven; a new block adds a line here and a file blockN.mutants.test.ts. */
export const campaigns: readonly Campaign[] = [block1, block2, block3, block4, block4Python, block5, block6]
