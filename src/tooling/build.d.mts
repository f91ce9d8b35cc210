/** Types for TypeScript callers of build.mjs. */
export declare function build(options?: { quiet?: boolean; force?: boolean }): Promise<boolean>
