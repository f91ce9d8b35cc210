/** Types for TypeScript callers of count-tests.mjs. */
export declare function count(
  runs: {
    numPassedTests: number
    numFailedTests: number
    testResults?: { status: string; assertionResults: unknown[] }[]
  }[],
  status: number,
): { passed: number; failed: number }
