/** Types for TypeScript callers of count-tests.mjs. */
export interface FileResult {
  file: string
  isFailed: boolean
  passed: number
  failed: number
  causes: string[]
}
export declare function count(files: FileResult[], status: number): { passed: number; failed: number }
export declare function tellFailures(files: FileResult[]): string[]
