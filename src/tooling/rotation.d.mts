export function rotation(seed: string, files: readonly string[]): { file: string; part: string }
